import type { Executor, Row } from '../data/database.js';
import { identifier, sql, value, type Sql } from '../data/sql.js';
import type { Model } from '../definitions/model.js';
import type { Caller, WorksFor } from '../kernel/caller.js';
import { isLocale, type Locale } from '../kernel/locale.js';
import { personalLists, type PersonalList } from './personal-list.js';
import { companyField } from './company-field.js';

/** A user with what the rights rest on; language and request are the request's. */
export type KnownUser = Omit<Caller, 'locale' | 'requestId'> & {
  readonly locale: Locale | null;
  readonly mustChangePassword: boolean;
  readonly lists: ReadonlyMap<string, PersonalList>;
};

/** Role that everybody who signs in holds. */
const memberRole = 'core.member';

/** Reads an active user with roles and teams; null when there is none. */
export async function loadUser(database: Executor, userId: string, model: Model): Promise<KnownUser | null> {
  const [row] = await database.rows(sql`
    SELECT u.id::text AS id, u.email AS email, u.name AS name, u.locale AS locale, u.is_administrator AS administrator, coalesce(c.must_change, false) AS must_change,
      ARRAY(SELECT coalesce(r.code, r.id::text) FROM core_user__roles ur JOIN core_role r ON r.id = ur.target_id WHERE ur.owner_id = u.id ORDER BY 1) AS roles,
      ${companiesSql(model)},
      (SELECT json_agg(l) FROM trellis_personal_list l WHERE l.user_id = u.id) AS lists,
      ARRAY(SELECT ut.target_id::text FROM core_user__teams ut WHERE ut.owner_id = u.id ORDER BY 1) AS teams
    FROM core_user u LEFT JOIN trellis_credential c ON c.user_id = u.id
    WHERE u.id = ${value(userId, 'uuid')} AND u.is_active`);
  return row === undefined ? null : knownUser(row);
}

function knownUser(row: Row): KnownUser {
  return {
    userId: String(row['id']),
    email: typeof row['email'] === 'string' ? row['email'] : null,
    name: String(row['name']),
    teamIds: texts(row['teams']),
    roleIds: [memberRole, ...texts(row['roles'])],
    companies: worksFor(texts(row['companies']), texts(row['own_companies']), row['administrator'] === true),
    isAdministrator: row['administrator'] === true,
    locale: isLocale(row['locale']) ? row['locale'] : null,
    mustChangePassword: row['must_change'] === true,
    lists: personalLists(row['lists']),
  };
}

/** All companies there are, and those that the user was given. */
function companiesSql(model: Model): Sql {
  const company = model.played.get('company');
  if (company === undefined) return sql`ARRAY[]::text[] AS companies, ARRAY[]::text[] AS own_companies`;
  const given = companyField(model);
  const own =
    given === undefined ? sql`ARRAY[]::text[]` : sql`ARRAY(SELECT uc.target_id::text FROM ${identifier(given.column)} uc WHERE uc.owner_id = u.id ORDER BY 1)`;
  return sql`ARRAY(SELECT k.id::text FROM ${identifier(company.table)} k ORDER BY k.id) AS companies, ${own} AS own_companies`;
}

/** With one company nobody need be given any; with several, who was given none works for none. */
function worksFor(all: readonly string[], own: readonly string[], isAdministrator: boolean): WorksFor {
  const ids = isAdministrator || (own.length === 0 && all.length === 1) ? all : own;
  return { ids, isEvery: all.every((id) => ids.includes(id)) };
}

function texts(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
