import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import { harmlessHtml } from './harmless-html.js';
import { plainText } from './plain-text.js';
import type { ShownValue } from './shown-value.js';
import { proseStyle } from './prose-style.js';

/** Formatted text as it reads; in a list its words alone. The server keeps nothing in it that could run, and nothing else is shown. */
export function RichTextValue({ value, isDense }: ShownValue): ReactElement {
  const html = String(value);
  if (isDense === true) return <span>{plainText(html)}</span>;
  return <Box sx={proseStyle} dangerouslySetInnerHTML={{ __html: harmlessHtml(html) }} />;
}
