import type { Command } from 'commander';
import { sql, value } from '../../data/sql.js';
import { StartError } from '../../kernel/start-error.js';
import { createRecord } from '../../records/create-record.js';
import { deleteRecord } from '../../records/delete-record.js';
import { print } from '../print.js';
import { withPlatform } from '../with-platform.js';
import { entityCalled } from './import.js';
import { userId } from './user.js';

/** `trellis apikey create|revoke`: keys for programs. */
export function registerApikey(program: Command): void {
  const apikey = program.command('apikey').description('make or revoke a key with which a program acts as a user');
  apikey
    .command('create')
    .description('make a key; it is shown this once')
    .argument('<name>', 'what the key is for')
    .requiredOption('--user <email>', 'user that the program acts as')
    .option('--json', 'print the key as JSON')
    .action(create);
  apikey.command('revoke').description('revoke a key at once').argument('<name>').option('--json', 'print what was revoked as JSON').action(revoke);
}

async function create(name: string, flags: { readonly user: string; readonly json?: true }): Promise<void> {
  await withPlatform('apikey create', async ({ platform, caller }) => {
    const actsAs = await userId({ platform }, flags.user);
    const made: unknown = JSON.parse(await createRecord(platform, caller, entityCalled(platform, 'core.api-key'), { name, actsAs }));
    const key = typeof made === 'object' && made !== null && '_secret' in made ? String(made._secret) : '';
    print(flags, { name, user: flags.user, key }, `${key}\nThis key acts as ${flags.user}. It is shown this once.`);
  });
}

async function revoke(name: string, flags: { readonly json?: true }): Promise<void> {
  await withPlatform('apikey revoke', async ({ platform, caller }) => {
    const rows = await platform.database.rows(sql`SELECT id::text AS id FROM core_api_key WHERE name = ${value(name, 'text')}`);
    if (rows.length === 0) throw new StartError(`There is no API key called ${name}.`);
    for (const row of rows) await deleteRecord(platform, caller, entityCalled(platform, 'core.api-key'), String(row['id']));
    print(flags, { name, revoked: rows.length }, `Revoked ${rows.length === 1 ? 'the key' : `${rows.length} keys`} ${name}.`);
  });
}
