import { UserError } from '../../kernel/user-error.js';
import { mostRows } from './sheet-xml.js';

const mostColumns = 16_384;
/** Empty ones among them: a file of a few bytes can name the last cell there is. */
const mostCells = 500_000;

/** Throws 413 when the cells of a sheet reach further than is safe to read, 422 where they stand in no place that there is. */
export function demandSmallSheet(xml: string): void {
  let [rows, columns, counted] = [0, 0, 0];
  for (const [tag] of xml.matchAll(/<(?:[\w.-]+:)?(?:row|c)(?=[\s/>])[^>]*>/gu)) {
    counted += 1;
    for (const { row, column } of placesIn(tag)) [rows, columns] = [Math.max(rows, row), Math.max(columns, column)];
  }
  if (rows > mostRows || columns > mostColumns) throw nowhere(`${rows} × ${columns}`);
  if (Math.max(rows * columns, counted) > mostCells) throw new UserError(413, 'transfer.large-sheet', { rows, columns, max: mostCells });
}

/** The places that a tag says, under whatever name space. */
function placesIn(tag: string): readonly { readonly row: number; readonly column: number }[] {
  // The end of a tag that stands inside a quoted value would hide what comes after it.
  if ([`"`, `'`].some((mark) => tag.split(mark).length % 2 === 0)) throw nowhere(tag);
  return [...tag.matchAll(/[\s:"']r\s*=\s*(?:"([^"]*)"|'([^']*)')/gu)].map(([, quoted = '', single = '']) => {
    const [found, letters = '', digits = '0'] = /^([A-Z]{0,3})(\d{1,7})$/u.exec(quoted + single) ?? [];
    if (found === undefined) throw nowhere(quoted + single);
    return { row: Number(digits), column: columnNumber(letters) };
  });
}

function columnNumber(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + (letter.codePointAt(0) ?? 64) - 64, 0);
}

function nowhere(found: string): UserError {
  return new UserError(422, 'transfer.not-xlsx', { problem: found.slice(0, 80) });
}
