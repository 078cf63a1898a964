import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';

/** What was said, with the names of the mentioned users brought out. */
export function CommentText({ text, names }: { readonly text: string; readonly names: readonly string[] }): ReactElement {
  return (
    <Typography variant="body2" sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {partsOf(text, names).map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <Box key={index} component="span" sx={{ color: 'primary.main', fontWeight: 600 }}>
            {part}
          </Box>
        ),
      )}
    </Typography>
  );
}

/** Every second part is a mention. */
function partsOf(text: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [text];
  // The longer of two names that begin alike counts.
  const longestFirst = [...names].sort((one, other) => other.length - one.length).map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&'));
  return text.split(new RegExp(`(@(?:${longestFirst.join('|')}))`, 'u'));
}
