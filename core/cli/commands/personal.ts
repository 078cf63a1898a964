import type { Command } from 'commander';
import { erasePersonal } from '../../records/personal/erase-personal.js';
import { exportPersonal } from '../../records/personal/export-personal.js';
import { print } from '../print.js';
import { withPlatform } from '../with-platform.js';
import { entityCalled } from './import.js';

interface Flags {
  readonly json?: true;
  readonly yes?: true;
}

/** `trellis personal export|erase`: what is kept about a person, handed out or taken away. */
export function registerPersonal(program: Command): void {
  const personal = program.command('personal').description('hand out or erase the personal fields of a record');
  personal
    .command('export')
    .description('print the personal fields of one record')
    .argument('<entity>', 'for instance base.party')
    .argument('<id>')
    .option('--json', 'print them as JSON')
    .action(async (entity: string, id: string, flags: Flags) => {
      await withPlatform('personal export', async ({ platform, caller }) => {
        const found = await exportPersonal(platform, caller, entityCalled(platform, entity), id);
        print(flags, found, JSON.stringify(found, null, 2));
      });
    });
  personal
    .command('erase')
    .description('erase the personal fields of one record, from its history too; nothing brings them back')
    .argument('<entity>', 'for instance base.party')
    .argument('<id>')
    .requiredOption('--yes', 'it is meant')
    .option('--json', 'print what was erased as JSON')
    .action(async (entity: string, id: string, flags: Flags) => {
      await withPlatform('personal erase', async ({ platform, caller }) => {
        const fields = await erasePersonal(platform, caller, entityCalled(platform, entity), id);
        print(flags, { entity, id, fields }, fields.length === 0 ? `${entity} has no personal fields.` : `Erased: ${fields.join(', ')}.`);
      });
    });
}
