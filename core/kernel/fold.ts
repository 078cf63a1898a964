/** Text without case and marks, as the full-text search sees it: `Đường` becomes `duong`. The same as the SQL function trellis_fold. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/gu, '')
    .replaceAll(/[đĐ]/gu, 'd')
    .toLowerCase();
}

/** The words of a search, folded; punctuation parts words, so that `SO-2026-00042` is three. The same as the SQL function trellis_words. */
export function searchWords(text: string): readonly string[] {
  return fold(text)
    .split(/[\t-\r !-/:-@[-`{-~\u00a0\u3000]+/u)
    .filter((word) => word !== '');
}
