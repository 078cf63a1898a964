import type { Command } from 'commander';
import { exportCsv } from '../../transfer/csv/export-csv.js';
import { withPlatform } from '../with-platform.js';
import { entityCalled } from './import.js';

/** `trellis export ENTITY`: its records as CSV on standard output. */
export function registerExport(program: Command): void {
  program
    .command('export')
    .description('print the records of an entity as CSV')
    .argument('<entity>', 'for instance crm.lead')
    .option('--filter <json>', 'as in the list of the API, for instance {"state":"new"}')
    .option('--fields <names>', 'fields with commas; all unless said')
    .action(run);
}

async function run(name: string, flags: { readonly filter?: string; readonly fields?: string }): Promise<void> {
  await withPlatform('export', async ({ platform, caller }) => {
    const parameters = { ...(flags.filter === undefined ? {} : { filter: flags.filter }), ...(flags.fields === undefined ? {} : { fields: flags.fields }) };
    for await (const chunk of exportCsv(platform, caller, entityCalled(platform, name), parameters)) process.stdout.write(chunk);
  });
}
