import type { Command } from 'commander';
import { restoreBackup } from '../../data/backup/restore-backup.js';
import { readConfig } from '../../kernel/config.js';
import { embeddedDataDir } from '../embedded-data-dir.js';
import { print } from '../print.js';

/** `trellis restore FILE`: a backup into an empty data folder. */
export function registerRestore(program: Command): void {
  program
    .command('restore')
    .description('put a backup into the data folder after holding it against its checksums; stop Trellis first')
    .argument('<file>', 'an archive made by trellis backup')
    .option('--force', 'also into a data folder that is not empty; what is there is kept in a folder beside it')
    .option('--json', 'print a summary as JSON')
    .action(async (file: string, options: { readonly force?: true; readonly json?: true }) => {
      const dataDir = embeddedDataDir(readConfig(process.env));
      const { manifest, formerData } = await restoreBackup(file, dataDir, { replace: options.force === true });
      const kept = formerData === null ? '' : ` What was there is kept in ${formerData}.`;
      print(
        options,
        { file, dataDir, files: manifest.files.length, at: manifest.at, formerData },
        `Restored the backup of ${manifest.at} to ${dataDir}.${kept}`,
      );
    });
}
