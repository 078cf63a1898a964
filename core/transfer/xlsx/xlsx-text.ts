/** More makes Excel call a file broken. */
const longest = 32_767;

/** Text for a cell: what is too long for one ends with …, what XML cannot hold is written _xHHHH_ by ECMA-376. */
export function xlsxText(text: string): string {
  const fitting = text.length > longest ? `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/u, '')}…` : text;
  return fitting
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/gu, '_x005F_')
    .replaceAll(/[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/gu, (mark) => `_x${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
