import type { Database } from '../data/database.js';
import { identifier, sql, value } from '../data/sql.js';
import type { Model } from '../definitions/model.js';
import { systemUserId } from '../kernel/caller.js';
import { companyField } from './company-field.js';

/** Told once of each database, also of one that has no companies yet: from then on who is given none works for none. */
const step = 'identity-first-company';

/** A database in which several companies were made before users were given any: who was given none goes on with the first one. */
export async function giveFirstCompany(database: Database, model: Model): Promise<void> {
  await database.transaction(async (tx) => {
    const isNews = await tx.text(sql`INSERT INTO trellis_system_step (id) VALUES (${value(step, 'text')}) ON CONFLICT (id) DO NOTHING RETURNING id`);
    const [field, company] = [companyField(model), model.played.get('company')];
    if (isNews === null || field === undefined || company === undefined) return;
    const [links, companies] = [identifier(field.column), identifier(company.table)];
    await tx.rows(sql`
      INSERT INTO ${links} (owner_id, target_id)
      SELECT u.id, c.id FROM core_user u, (SELECT id FROM ${companies} ORDER BY created_at, id LIMIT 1) c
      WHERE (SELECT count(*) FROM ${companies}) > 1 AND u.id <> ${value(systemUserId, 'uuid')} AND NOT EXISTS (SELECT FROM ${links} l WHERE l.owner_id = u.id)`);
  });
}
