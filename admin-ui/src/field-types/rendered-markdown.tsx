import Box from '@mui/material/Box';
import type { ReactElement, ReactNode } from 'react';
import Markdown from 'react-markdown';
import { proseStyle } from './prose-style.js';

/** Markdown made into elements: HTML in it is shown as text, addresses that run something are dropped, pictures of other sites are not loaded. */
export function RenderedMarkdown({ text }: { readonly text: string }): ReactElement {
  return (
    <Box sx={proseStyle}>
      <Markdown disallowedElements={['img']} components={{ a: Outward }}>
        {text}
      </Markdown>
    </Box>
  );
}

function Outward({ href, children }: { readonly href?: string | undefined; readonly children?: ReactNode }): ReactElement {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
