import { Zip, ZipDeflate } from 'fflate';
import { UserError } from '../../kernel/user-error.js';
import type { ExportFormat } from '../export/export-format.js';
import type { ExportTable } from '../export/export-table.js';
import { packageParts } from './package-parts.js';
import { mostRows, sheetEnd, sheetRow, sheetStart } from './sheet-xml.js';

/** One sheet with typed cells, packed while it is read: a page of records is all that is in memory. */
export const xlsxFormat: ExportFormat = { contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write };

/** The numbers in a ZIP file end here. */
const mostBytes = 4_000_000_000;

async function* write({ columns, pages, count, timeZone }: ExportTable): AsyncGenerator<Buffer> {
  if ((await count()) >= mostRows) throw tooLarge();
  const zone = await timeZone();
  const kinds = columns.map(({ kind }) => kind);
  const packed = new PackedFile();
  let rows = 1;
  for await (const page of pages()) {
    if (rows === 1) packed.write(sheetStart(columns));
    packed.write(page.map((cells, index) => sheetRow(cells, kinds, rows + index + 1, zone)).join(''));
    rows += page.length;
    if (rows > mostRows || packed.bytes > mostBytes) throw tooLarge();
    yield packed.take();
  }
  packed.write(sheetEnd);
  packed.end();
  yield packed.take();
}

function tooLarge(): UserError {
  return new UserError(422, 'transfer.too-large', { max: mostRows - 1 });
}

/** The parts of the file, packed; the sheet is the last and grows. */
class PackedFile {
  bytes = 0;
  private readonly ready: Uint8Array[] = [];
  private readonly zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    this.ready.push(chunk);
  });
  private readonly sheet: ZipDeflate;

  constructor() {
    for (const [name, content] of packageParts) this.part(name).push(Buffer.from(content), true);
    this.sheet = this.part('xl/worksheets/sheet1.xml');
  }

  write(xml: string): void {
    const content = Buffer.from(xml);
    this.bytes += content.length;
    this.sheet.push(content);
  }

  end(): void {
    this.sheet.push(new Uint8Array(), true);
    this.zip.end();
  }

  take(): Buffer {
    return Buffer.concat(this.ready.splice(0));
  }

  private part(name: string): ZipDeflate {
    const part = new ZipDeflate(name);
    this.zip.add(part);
    return part;
  }
}
