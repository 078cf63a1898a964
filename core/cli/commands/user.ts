import type { Command } from 'commander';
import { sql, value } from '../../data/sql.js';
import { resetPassword } from '../../identity/change-password.js';
import { StartError } from '../../kernel/start-error.js';
import { createRecord } from '../../records/create-record.js';
import { print } from '../print.js';
import { withPlatform, type CommandPlatform } from '../with-platform.js';
import { entityCalled } from './import.js';

/** `trellis user add|password`: people who sign in. */
export function registerUser(program: Command): void {
  const user = program.command('user').description('add a user, or set a new password');
  user
    .command('add')
    .description('add a user who may sign in, with a random password that must be changed')
    .argument('<email>')
    .requiredOption('--name <name>', 'how the user is called')
    .option('--role <id...>', 'roles, for instance sales.salesperson')
    .option('--administrator', 'may do everything')
    .option('--json', 'print user and password as JSON')
    .action(add);
  user
    .command('password')
    .description('set a new random password, which must be changed at the next sign-in; all sessions end')
    .argument('<email>')
    .option('--json', 'print user and password as JSON')
    .action(setNewPassword);
}

interface AddFlags {
  readonly name: string;
  readonly role?: readonly string[];
  readonly administrator?: true;
  readonly json?: true;
}

async function add(email: string, flags: AddFlags): Promise<void> {
  await withPlatform('user add', async (open) => {
    const { platform, caller } = open;
    const roles = await roleIds(open, flags.role ?? []);
    const input = { name: flags.name, email, roles, isAdministrator: flags.administrator === true };
    const made: unknown = JSON.parse(await createRecord(platform, caller, entityCalled(platform, 'core.user'), input));
    const id = typeof made === 'object' && made !== null && 'id' in made ? String(made.id) : '';
    const password = await resetPassword(platform.database, id, undefined);
    print(flags, { id, email, password }, `${email} may sign in with the password ${password} and must change it then.`);
  });
}

async function setNewPassword(email: string, flags: { readonly json?: true }): Promise<void> {
  await withPlatform('user password', async ({ platform }) => {
    const id = await userId({ platform }, email);
    const password = await resetPassword(platform.database, id, undefined);
    print(flags, { id, email, password }, `The new password of ${email} is ${password}. It must be changed at the next sign-in.`);
  });
}

/** The user with an e-mail address, or a sentence. */
export async function userId({ platform }: Pick<CommandPlatform, 'platform'>, email: string): Promise<string> {
  const id = await platform.database.text(sql`SELECT id::text FROM core_user WHERE email = ${value(email.toLowerCase(), 'text')}`);
  if (id === null) throw new StartError(`There is no user with the e-mail address ${email}.`);
  return id;
}

async function roleIds({ platform }: CommandPlatform, names: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const id = await platform.database.text(
      sql`SELECT id::text FROM core_role WHERE code = ${value(name, 'text')} OR (code IS NULL AND name = ${value(name, 'text')}) LIMIT 1`,
    );
    if (id === null) throw new StartError(`There is no role ${name}. Declared: ${[...platform.model.roles.keys()].join(', ')}.`);
    ids.push(id);
  }
  return ids;
}
