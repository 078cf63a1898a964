import type { ExportFormat } from '../export/export-format.js';
import type { ExportTable } from '../export/export-table.js';
import { csvLine, harmless } from './write-csv.js';

/** CSV in UTF-8; texts that a spreadsheet would take for formulas are made harmless. */
export const csvFormat: ExportFormat = { contentType: 'text/csv; charset=utf-8', write };

async function* write({ columns, pages }: ExportTable): AsyncGenerator<string> {
  // Excel knows UTF-8 by the mark at the beginning.
  let heading = `\u{feff}${csvLine(columns.map(({ label }) => harmless(label)))}`;
  for await (const rows of pages()) {
    const lines = rows.map((cells) => csvLine(cells.map((cell, index) => (columns[index]?.kind === 'text' ? harmless(cell) : cell))));
    yield heading + lines.join('');
    heading = '';
  }
}
