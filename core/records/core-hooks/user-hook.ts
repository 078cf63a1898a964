import { sql, value } from '../../data/sql.js';
import { companyField } from '../../identity/company-field.js';
import { announceRightsChange } from '../../identity/rights-announcement.js';
import { systemUserId } from '../../kernel/caller.js';
import { UserError } from '../../kernel/user-error.js';
import type { WriteHook, WriteStep } from '../hooks.js';
import { isSame, type Draft } from '../write/draft.js';

/** Users: an administrator always remains, the system user stays as it is, and nobody gives rights who is not an administrator. */
export const userHook: WriteHook = {
  appliesTo: (entity) => entity.id === 'core.user',
  async check(step) {
    const { before, after, caller } = step;
    if (before?.id === systemUserId) throw new UserError(409, 'identity.system-user');
    if (!caller.isAdministrator && givesRights(step)) throw new UserError(403, 'identity.administrators-only');
    if (before !== null && isActiveAdministrator(before) && !(after !== null && isActiveAdministrator(after))) await demandAnother(step, before.id);
    return [];
  },
  async done({ tx, before, after }) {
    if (before !== null) await announceRightsChange(tx);
    if (before !== null && after === null) await forgetUser(tx, before.id);
    return {};
  },
};

/** What decides what a user may do and see; rules of rows go by teams and companies. */
function rightsFields({ platform }: WriteStep): readonly string[] {
  const companies = companyField(platform.model);
  return ['isAdministrator', 'roles', 'teams', ...(companies === undefined ? [] : [companies.name])];
}

function givesRights(step: WriteStep): boolean {
  const { before, after } = step;
  if (before?.values.get('isAdministrator') === true) return true;
  return after !== null && rightsFields(step).some((name) => !isSame(before?.values.get(name) ?? nothing(name), after.values.get(name) ?? nothing(name)));
}

function nothing(name: string): false | readonly string[] {
  return name === 'isAdministrator' ? false : [];
}

function isActiveAdministrator({ values }: Draft): boolean {
  return values.get('isAdministrator') === true && values.get('isActive') === true;
}

/** Locks all administrators, so that two who leave at once do not both count on the other. */
async function demandAnother({ tx }: WriteStep, id: string): Promise<void> {
  const rows = await tx.rows(
    sql`SELECT id::text AS id FROM core_user WHERE is_administrator AND is_active AND id <> ${value(systemUserId, 'uuid')} ORDER BY id FOR UPDATE`,
  );
  if (!rows.some((row) => row['id'] !== id)) throw new UserError(409, 'identity.last-administrator');
}

async function forgetUser(tx: WriteStep['tx'], id: string): Promise<void> {
  const user = value(id, 'uuid');
  await tx.rows(
    sql`WITH sessions AS (DELETE FROM trellis_session WHERE user_id = ${user}), lists AS (DELETE FROM trellis_personal_list WHERE user_id = ${user}) DELETE FROM trellis_credential WHERE user_id = ${user}`,
  );
}
