/** HTML that reads as the text does, in SQL. */
export function escapedHtml(text: string): string {
  const marks = [
    ['&', '&amp;'],
    ['<', '&lt;'],
    ['>', '&gt;'],
  ];
  const escaped = marks.reduce((left, [mark, written]) => `replace(${left}, '${mark}', '${written}')`, `(${text})::text`);
  return `replace(${escaped}, E'\\n', '<br />')`;
}
