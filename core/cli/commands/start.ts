import type { Command } from 'commander';
import { runStart } from '../../process/run-start.js';

/** `trellis start`: what `npm start` does after installing and building. */
export function registerStart(program: Command): void {
  program
    .command('start')
    .description('start Trellis: database, migrations, API and screens on one port')
    .addHelpText('after', '\nSettings come from the environment: see docs/settings.md.')
    .action(() => runStart(process.env));
}
