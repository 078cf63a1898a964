import { identifier, sql, value } from '../../data/sql.js';
import { companyField } from '../../identity/company-field.js';
import { mostTold, type Check } from '../finding.js';

/** Users who were there before the second company came were given the first one; in a database from before that, and where nobody thought of it, there are some who see nothing. */
export const companiesCheck: Check = {
  name: 'companies',
  holds: 'every active user works for a company',
  look: async ({ model, tx }) => {
    const [field, company] = [companyField(model), model.played.get('company')];
    if (field === undefined || company === undefined) return [];
    const rows = await tx.rows(sql`
      SELECT u.id::text AS id, u.name FROM core_user u WHERE u.is_active AND NOT u.is_administrator AND (SELECT count(*) FROM ${identifier(company.table)}) > 1
        AND NOT EXISTS (SELECT FROM ${identifier(field.column)} l WHERE l.owner_id = u.id) ORDER BY u.id LIMIT ${value(mostTold, 'integer')}`);
    return rows.map((row) => ({
      code: 'doctor.no-company',
      kind: 'warning',
      where: `core.user ${String(row['id'])}`,
      found: `${String(row['name'])} works for no company, and sees no document of any`,
      expected: 'a company, since there are several',
      remedy: `Name it in the field ${field.name} of the user.`,
    }));
  },
};
