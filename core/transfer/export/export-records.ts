import type { Entity } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { UserError } from '../../kernel/user-error.js';
import type { Platform } from '../../records/platform.js';
import type { Parameters } from '../../records/query/parameters.js';
import { csvFormat } from '../csv/csv-format.js';
import { xlsxFormat } from '../xlsx/xlsx-format.js';
import type { ExportFormat } from './export-format.js';
import { exportTable } from './export-table.js';

/** A file to send: its type, the ending of its name, and its content piece by piece. */
export interface ExportFile {
  readonly contentType: string;
  readonly extension: string;
  readonly chunks: AsyncGenerator<string | Buffer>;
}

/** By the ending of the file's name, which is what the parameter `format` says. */
export const exportFormats: ReadonlyMap<string, ExportFormat> = new Map([
  ['csv', csvFormat],
  ['xlsx', xlsxFormat],
]);

/** The records that the caller may export, as a file. Throws 403 without the right, 400 for an unknown format or parameter. */
export function exportRecords(platform: Platform, caller: Caller, entity: Entity, parameters: Parameters): ExportFile {
  const table = exportTable(platform, caller, entity, parameters);
  const extension = String(parameters['format'] ?? 'csv');
  const format = exportFormats.get(extension);
  if (format === undefined) throw new UserError(400, 'transfer.format', { found: extension.slice(0, 80), valid: [...exportFormats.keys()] });
  return { contentType: format.contentType, extension, chunks: format.write(table) };
}
