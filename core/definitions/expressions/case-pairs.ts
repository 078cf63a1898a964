const blocks = [
  [0x41, 0x24f],
  [0x370, 0x481],
  [0x1e00, 0x1eff],
] as const;

/**
 * Capital and small letters that lower() and upper() exchange, one for one, here and in SQL, whatever the locale of the database:
 * those of the Latin blocks (Vietnamese among them), Greek and Cyrillic. Other characters stay as they are.
 */
export const casePairs = pairs();

function pairs(): { readonly upper: string; readonly lower: string } {
  let [upper, lower] = ['', ''];
  for (const [from, to] of blocks) {
    for (let code = from; code <= to; code++) {
      const capital = String.fromCharCode(code);
      const small = capital.toLowerCase();
      if (small === capital || small.length !== 1 || small.toUpperCase() !== capital) continue;
      upper += capital;
      lower += small;
    }
  }
  return { upper, lower };
}
