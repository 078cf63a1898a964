import { Command, CommanderError } from 'commander';
import { commands } from './commands.js';
import { exitStatusOf } from './exit-status.js';
import { version } from './version.js';

/** Makes the command line for one call: with the command that is called, or with all of them where none is named, for the help. */
async function program(called: string | undefined): Promise<Command> {
  const root = new Command('trellis').description('Trellis: business software from plugins in JSON').version(version());
  root.configureHelp({ showGlobalOptions: false }).showSuggestionAfterError().exitOverride();
  const named = commands.get(called ?? '');
  for (const load of named === undefined ? commands.values() : [named]) (await load())(root);
  for (const command of allOf(root)) command.exitOverride();
  return root;
}

function allOf(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => [child, ...allOf(child)]);
}

try {
  await (await program(process.argv[2])).parseAsync(process.argv);
} catch (error) {
  // Commander has said by itself what was wrong with the call.
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : exitStatusOf(error, process.stderr);
}
