import { identifier, sql, value, type Sql } from '../../data/sql.js';
import { companyField } from '../../identity/company-field.js';
import { announceRightsChange } from '../../identity/rights-announcement.js';
import { systemUserId } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import type { WriteHook, WriteStep } from '../hooks.js';

/** Which companies there are decides who sees what: the second one makes plain who has worked for the first, and none goes for which users work. */
export const companyHook: WriteHook = {
  appliesTo: (entity) => entity.plays === 'company',
  async check(step) {
    if (step.before !== null && step.after === null) await demandNoUsers(step, step.before.id);
    return [];
  },
  async done(step) {
    const { tx, before, after } = step;
    if (before === null && after !== null) await giveTheFirst(step, after.id);
    if (before === null || after === null) await announceRightsChange(tx);
    return {};
  },
};

async function demandNoUsers({ tx, caller, platform }: WriteStep, id: string): Promise<void> {
  const field = companyField(platform.model);
  if (field === undefined) return;
  const count = await tx.text(sql`SELECT count(*)::text FROM ${identifier(field.column)} WHERE target_id = ${value(id, 'uuid')}`);
  if (Number(count) === 0) return;
  const users = textIn(platform.model.entities.get('core.user')?.labelPlural ?? 'core.user', caller.locale);
  throw new UserError(409, 'record.still-referred', { found: `${users} (${String(count)})` });
}

/** Until now nobody had to be given the only company; from now on it has to be said. */
async function giveTheFirst({ tx, entity, platform }: WriteStep, second: string): Promise<void> {
  const field = companyField(platform.model);
  if (field === undefined) return;
  const links = identifier(field.column);
  const others: Sql = sql`SELECT id FROM ${identifier(entity.table)} WHERE id <> ${value(second, 'uuid')}`;
  await tx.rows(sql`
    INSERT INTO ${links} (owner_id, target_id) SELECT u.id, c.id FROM core_user u, (${others}) c
    WHERE (SELECT count(*) FROM (${others}) o) = 1 AND u.id <> ${value(systemUserId, 'uuid')} AND NOT EXISTS (SELECT FROM ${links} l WHERE l.owner_id = u.id)`);
}
