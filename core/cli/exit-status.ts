import { ConfigError } from '../kernel/config-error.js';
import { StartError } from '../kernel/start-error.js';
import { UserError } from '../kernel/user-error.js';
import { BrokenPlugins } from '../start/broken-plugins.js';

/** The call itself was wrong: an option, an argument, a name. Ends with status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Says what went wrong, in as few words as its kind allows, and gives the exit status: 1 for a refusal, 2 for a wrong call. */
export function exitStatusOf(error: unknown, output: { write(text: string): unknown }): 1 | 2 {
  output.write(`${told(error).trimEnd()}\n`);
  return error instanceof UsageError ? 2 : 1;
}

function told(error: unknown): string {
  if (error instanceof BrokenPlugins) return error.told(process.cwd());
  if (error instanceof UserError)
    return [
      error.detail('en'),
      ...error.violations.map(({ pointer, code, params }) => `  ${pointer}: ${new UserError(error.status, code, params).detail('en')}`),
    ].join('\n');
  if (error instanceof StartError || error instanceof ConfigError || error instanceof UsageError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
