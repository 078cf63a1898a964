const asking = {
  textDecorationStyle: 'dotted',
  textDecorationColor: 'currentcolor',
  textUnderlineOffset: '3px',
  '&:hover': { textDecorationStyle: 'solid' },
} as const;
const quiet = { color: 'text.secondary', textDecoration: 'none' } as const;

/** How a figure says that it leads to what is behind it; a zero does not ask to be looked into. */
export function figureLook(figure: unknown): typeof asking | typeof quiet {
  return Number(figure) === 0 ? quiet : asking;
}
