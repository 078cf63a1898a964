import { Command, CommanderError } from 'commander';
import { commands } from './commands.js';
import { exitStatusOf } from './exit-status.js';
import { version } from './version.js';

/** Makes the whole command line; every command is one file of `commands/`. */
export function program(): Command {
  const root = new Command('trellis').description('Trellis: business software from plugins in JSON').version(version());
  root.configureHelp({ showGlobalOptions: false }).showSuggestionAfterError().exitOverride();
  for (const register of commands) register(root);
  for (const command of allOf(root)) command.exitOverride();
  return root;
}

function allOf(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => [child, ...allOf(child)]);
}

try {
  await program().parseAsync(process.argv);
} catch (error) {
  // Commander has said by itself what was wrong with the call.
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : exitStatusOf(error, process.stderr);
}
