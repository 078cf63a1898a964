import type { Command } from 'commander';
import { exportRecords } from '../../transfer/export/export-records.js';
import { UsageError } from '../exit-status.js';
import { withPlatform } from '../with-platform.js';
import { entityCalled } from './import.js';

/** `trellis export ENTITY`: its records as CSV or XLSX on standard output. */
export function registerExport(program: Command): void {
  program
    .command('export')
    .description('print the records of an entity as CSV or XLSX')
    .argument('<entity>', 'for instance crm.lead')
    .option('--format <csv|xlsx>', 'kind of file', 'csv')
    .option('--filter <json>', 'as in the list of the API, for instance {"state":"new"}')
    .option('--fields <names>', 'fields with commas; all unless said')
    .action(run);
}

interface ExportFlags {
  readonly format: string;
  readonly filter?: string;
  readonly fields?: string;
}

async function run(name: string, { format, filter, fields }: ExportFlags): Promise<void> {
  if (format !== 'csv' && process.stdout.isTTY) throw new UsageError(`Send it to a file: trellis export ${name} --format ${format} > records.${format}`);
  await withPlatform('export', async ({ platform, caller }) => {
    const parameters = { format, ...(filter === undefined ? {} : { filter }), ...(fields === undefined ? {} : { fields }) };
    const { chunks } = exportRecords(platform, caller, entityCalled(platform, name), parameters);
    for await (const chunk of chunks) process.stdout.write(chunk);
  });
}
