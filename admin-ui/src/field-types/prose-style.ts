/** How headings, lists and quotes look within a record. */
export const proseStyle = {
  overflowWrap: 'anywhere',
  '& > :first-of-type': { mt: 0 },
  '& > :last-child': { mb: 0 },
  '& p, & ul, & ol, & blockquote, & pre': { my: 1 },
  '& h1, & h2, & h3, & h4': { fontSize: '1.05em', fontWeight: 600, my: 1 },
  '& h1': { fontSize: '1.25em' },
  '& h2': { fontSize: '1.15em' },
  '& ul, & ol': { pl: 3 },
  '& blockquote': { mx: 0, pl: 1.5, borderLeft: 3, borderColor: 'divider', color: 'text.secondary' },
  '& pre': { p: 1, borderRadius: 1, bgcolor: 'action.hover', overflowX: 'auto' },
  '& code': { fontFamily: 'monospace', fontSize: '0.9em' },
  '& a': { color: 'primary.main' },
  '& table': { borderCollapse: 'collapse' },
} as const;
