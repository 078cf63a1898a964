import type { SqlNames } from '../../../core/data/expression-sql/sql-names.js';
import { identifier, literal, sql, value, type Sql } from '../../../core/data/sql.js';
import type { PathNode } from '../../../core/definitions/expressions/checked.js';
import { caseClock, caseUser } from './case-types.js';

/** SQL of the names in the cases, over the tables of the case database. */
export function caseNames(alias: Sql): SqlNames {
  return namesOf('cases', alias, { count: 0 });
}

type Table = 'cases' | 'lines' | 'people' | 'teams';

const targets: Readonly<Record<string, Table>> = { owner: 'people', other: 'people', product: 'people', team: 'teams' };

function namesOf(table: Table, alias: Sql, aliases: { count: number }): SqlNames {
  const walk = (path: readonly string[], from: Sql): Sql => {
    const [name = '', ...rest] = path;
    const column = sql`${from}.${identifier(name)}`;
    if (rest.length === 0) return column;
    if (name === 'address') return sql`(${column} ->> ${literal(rest.join('.'))})`;
    const other = fresh(aliases);
    return sql`(SELECT ${walk(rest, other)} FROM ${identifier(targets[name] ?? name)} ${other} WHERE ${other}.id = ${column})`;
  };
  return {
    path: (node) => (node.from === 'variable' ? ofUser(node) : walk(node.path, alias)),
    key: (node) => {
      if (node.from === 'variable') return ['user', 'user.id'].includes(node.path.join('.')) ? sql`${value(caseUser.id, 'uuid')}` : null;
      const last = node.path.at(-1) ?? '';
      return last === 'id' || last in targets ? walk(node.path, alias) : null;
    },
    list: (node) => {
      if (node.path.join('.') === 'user.teams') return { array: sql`${value(caseUser.teams, 'text[]')}`, keys: sql`${value(caseUser.teams, 'uuid[]')}` };
      if (node.from === 'variable') return { array: sql`${value(caseUser.roles, 'text[]')}` };
      if (node.path.join('.') === 'tags') return { array: sql`${alias}.tags` };
      if (table !== 'cases') throw new Error(`no list ${node.path.join('.')}`);
      const line = fresh(aliases);
      return { from: sql`lines ${line}`, where: sql`${line}.case_id = ${alias}.id`, names: namesOf('lines', line, aliases), key: sql`${line}.id` };
    },
    today: sql`${value(caseClock.today, 'date')}`,
    now: sql`${value(caseClock.now, 'timestamptz')}`,
  };
}

function ofUser({ path }: PathNode): Sql {
  const member = path[1] ?? 'id';
  return member === 'email' ? sql`NULL::text` : sql`${value(member === 'name' ? caseUser.name : caseUser.id, 'text')}`;
}

function fresh(aliases: { count: number }): Sql {
  aliases.count += 1;
  return identifier(`t${aliases.count}`);
}
