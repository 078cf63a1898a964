import type { ExportTable } from './export-table.js';

/** A kind of file that records go out in. */
export interface ExportFormat {
  readonly contentType: string;
  /** The file, piece by piece. The first page is read before the first piece, so that a wrong filter is refused as such. */
  write(table: ExportTable): AsyncGenerator<string | Buffer>;
}
