/** How a figure says quietly that it leads to what is behind it. */
export const figureLook = {
  textDecorationStyle: 'dotted',
  textDecorationColor: 'currentcolor',
  textUnderlineOffset: '3px',
  '&:hover': { textDecorationStyle: 'solid' },
} as const;
