import type { PathNode } from '../definitions/expressions/checked.js';
import type { Entity, Field, Model } from '../definitions/model.js';
import { standardTimeZone } from '../kernel/time-zone.js';
import type { SqlNames } from './expression-sql/sql-names.js';
import { readableSettings, settingsName } from '../definitions/readable-settings.js';
import { columnsOf } from './columns.js';
import { fieldType } from '../definitions/field-types/registry.js';
import type { Locale } from '../kernel/locale.js';
import { companyPath } from '../definitions/company-path.js';
import { calledPerson, isList } from './json-fields.js';
import { identifier, join, literal, raw, sql, value, type Sql, type SqlValue } from './sql.js';

/** What the variable `user` is in a statement. */
export interface UserParameters {
  readonly id: SqlValue;
  readonly email: SqlValue;
  readonly name: SqlValue;
  readonly teams: SqlValue;
  readonly roles: SqlValue;
  readonly companies: SqlValue;
}

/** Parameters of the caller, so that a statement's text is the same for everybody. */
export function userParameters(caller: {
  readonly userId: string;
  readonly email: string | null;
  readonly name: string;
  readonly teamIds: readonly string[];
  readonly roleIds: readonly string[];
  readonly companies: { readonly ids: readonly string[] };
}): UserParameters {
  return {
    id: value(caller.userId, 'uuid'),
    email: value(caller.email, 'text'),
    name: value(caller.name, 'text'),
    teams: value(caller.teamIds, 'uuid[]'),
    roles: value(caller.roleIds, 'text[]'),
    companies: value(caller.companies.ids, 'uuid[]'),
  };
}

/** Names of an expression over one row of an entity, unmasked: for rules, titles, choices and guards, which the plugins wrote and not the caller. */
export function rowNames(entity: Entity, alias: Sql, model: Model, user: UserParameters | null, locale: Locale = 'vi'): SqlNames {
  const context: Context = { model, user, locale, made: { aliases: 0 } };
  return namesOf(entity, alias, context);
}

/** The column at the end of a path through references, each followed by primary key. */
export function columnAt(entity: Entity, alias: Sql, path: readonly string[], model: Model): Sql {
  return walk(entity, alias, path, { model, user: null, locale: null, made: { aliases: 0 } });
}

interface Context {
  readonly model: Model;
  readonly user: UserParameters | null;
  /** In which people are called by their names; null where the whole value is asked for. */
  readonly locale: Locale | null;
  readonly made: { aliases: number };
}

function namesOf(entity: Entity, alias: Sql, context: Context): SqlNames {
  return {
    path: (node) => (node.from === 'variable' ? variable(node, { entity, alias }, context) : walk(entity, alias, node.path, context)),
    key: (node) => key(entity, alias, node, context),
    list: (node) => (node.from === 'variable' ? variableList(node, context) : list(entity, alias, node.path, context)),
    today: sql`trellis_today(${zoneSql(entity, alias, context)})`,
    now: sql`now()`,
  };
}

/** The time zone of the row's company; of the first company where it has none. */
function zoneSql(entity: Entity, alias: Sql, context: Context): Sql {
  const company = context.model.played.get('company');
  if (company === undefined) return literal(standardTimeZone);
  const path = companyPath(entity, context.model);
  if (path !== null) return walk(entity, alias, path.at(-1) === 'id' ? [...path.slice(0, -1), 'timeZone'] : [...path, 'timeZone'], context);
  return sql`(SELECT ${identifier(company.fields.get('timeZone')?.column ?? 'time_zone')} FROM ${identifier(company.table)} ORDER BY id LIMIT 1)`;
}

function variable(node: PathNode, row: Row, context: Context): Sql {
  const [name = '', member = 'id'] = node.path;
  if (name === settingsName) return setting(node.path, row, context);
  if (name !== 'user' || context.user === null || (member !== 'id' && member !== 'email' && member !== 'name'))
    throw new Error(`no SQL for ${node.path.join('.')}`);
  return sql`${context.user[member]}`;
}

interface Row {
  readonly entity: Entity;
  readonly alias: Sql;
}

/** What holds for the company of the row, else for the installation, else what is declared. It holds where the field itself is set, wherever a path leads from there. */
function setting([, plugin = '', name = '', ...rest]: readonly string[], { entity: of, alias }: Row, context: Context): Sql {
  const found = readableSettings(context.model.entities, plugin).get(name);
  if (found === undefined) throw new Error(`no SQL for ${settingsName}.${plugin}.${name}`);
  const { entity, field } = found;
  const kept = freshAlias(context);
  const content = walk(entity, kept, [name, ...rest], context);
  const scope = entity.scope === null ? undefined : entity.fields.get(entity.scope);
  const company = companyPath(of, context.model);
  const scoped = scope === undefined ? null : sql`${kept}.${identifier(scope.column)}`;
  const own = scoped === null || company === null ? [] : [sql`${scoped} = ${walk(of, alias, company, context)}`];
  const holds = scoped === null ? sql`true` : sql`(${join([...own, sql`${scoped} IS NULL`], ' OR ')})`;
  const first = scoped === null ? sql`` : sql` ORDER BY ${scoped} IS NULL`;
  const said = sql`(SELECT ${content} FROM ${identifier(entity.table)} ${kept} WHERE ${kept}.${identifier(field.column)} IS NOT NULL AND ${holds}${first} LIMIT 1)`;
  return rest.length > 0 || field.defaultValue === undefined || field.defaultValue === null ? said : sql`coalesce(${said}, ${declared(entity, field)})`;
}

function declared(entity: Entity, { name, defaultValue }: Field): Sql {
  const type = columnsOf(entity).find((column) => column.field === name)?.sqlType ?? 'text';
  return sql`${literal(String(defaultValue))}::${raw(type)}`;
}

function variableList(node: PathNode, context: Context): ReturnType<SqlNames['list']> {
  const member = node.path.join('.');
  const { user } = context;
  if (user !== null && member === 'user.roles') return { array: sql`${user.roles}` };
  const keys = member === 'user.teams' ? user?.teams : member === 'user.companies' ? user?.companies : undefined;
  if (keys === undefined) throw new Error(`no SQL for ${member}`);
  return { array: sql`${keys}::text[]`, keys: sql`${keys}` };
}

function key(entity: Entity, alias: Sql, node: PathNode, context: Context): Sql | null {
  if (node.from === 'variable') return context.user !== null && ['user', 'user.id'].includes(node.path.join('.')) ? sql`${context.user.id}` : null;
  const last = node.path.reduce<{ readonly entity: Entity | undefined; readonly field: Field | undefined }>(
    ({ entity: at }, name) => ({ field: at?.fields.get(name), entity: context.model.entities.get(at?.fields.get(name)?.target ?? '') }),
    { entity, field: undefined },
  );
  return last.field?.type === 'reference' || last.field?.type === 'id' ? walk(entity, alias, node.path, context) : null;
}

/** The column at the end of a path; every reference on the way is a scalar subquery by primary key. */
function walk(entity: Entity, alias: Sql, path: readonly string[], context: Context): Sql {
  const [name = '', ...rest] = path;
  const field = entity.fields.get(name);
  if (field === undefined) throw new Error(`${entity.id} has no field ${name}`);
  const column = sql`${alias}.${identifier(field.column)}`;
  if (rest.length === 0) return field.type === 'person-name' && context.locale !== null ? calledPerson(column, context.locale) : column;
  if (fieldType(field.type).storage(field).kind === 'json') return sql`(${column} ->> ${literal(rest.join('.'))})`;
  const target = targetOf(field, context);
  const other = freshAlias(context);
  return sql`(SELECT ${walk(target, other, rest, context)} FROM ${identifier(target.table)} ${other} WHERE ${other}.id = ${column})`;
}

function list(entity: Entity, alias: Sql, path: readonly string[], context: Context): ReturnType<SqlNames['list']> {
  const owner = ownerOfList(entity, alias, path, context);
  const field = owner.entity.fields.get(path.at(-1) ?? '');
  if (field === undefined) throw new Error(`${entity.id} has no list ${path.join('.')}`);
  if (isList(field)) return listOfTexts(field, walk(entity, alias, path, context), context);
  const other = freshAlias(context);
  if (field.type === 'lines') {
    const line = targetOf(field, context);
    return {
      from: sql`${identifier(line.table)} ${other}`,
      where: sql`${other}.parent_id = ${owner.key}`,
      names: namesOf(line, other, context),
      key: sql`${other}.id`,
    };
  }
  const keys = sql`ARRAY(SELECT ${other}.target_id FROM ${identifier(field.column)} ${other} WHERE ${other}.owner_id = ${owner.key})`;
  return { array: sql`${keys}::text[]`, keys };
}

/** Words, or ways to reach somebody, each of which stands for its value. */
function listOfTexts(field: Field, column: Sql, context: Context): ReturnType<SqlNames['list']> {
  const storage = fieldType(field.type).storage(field);
  if (storage.kind !== 'json' || storage.holds !== 'contacts') return { array: sql`ARRAY(SELECT jsonb_array_elements_text(${column}))` };
  const other = freshAlias(context);
  const part = (name: string): Sql => sql`(${other}.item ->> ${literal(name)})`;
  return {
    from: sql`jsonb_array_elements(${column}) AS ${other}(item)`,
    names: { path: (node) => part(node.path.join('.')), list: () => fail(field.name), today: sql`current_date`, now: sql`now()` },
    item: part('value'),
  };
}

function fail(name: string): never {
  throw new Error(`no list in ${name}`);
}

function ownerOfList(entity: Entity, alias: Sql, path: readonly string[], context: Context): { readonly entity: Entity; readonly key: Sql } {
  const before = path.slice(0, -1);
  if (before.length === 0) return { entity, key: sql`${alias}.id` };
  const owner = before.reduce((at, name) => {
    const field = at.fields.get(name);
    if (field === undefined) throw new Error(`${at.id} has no field ${name}`);
    return targetOf(field, context);
  }, entity);
  return { entity: owner, key: walk(entity, alias, before, context) };
}

function targetOf(field: Field, context: Context): Entity {
  const target = context.model.entities.get(field.target ?? '');
  if (target === undefined) throw new Error(`${field.name} points to no entity`);
  return target;
}

function freshAlias(context: Context): Sql {
  context.made.aliases += 1;
  return identifier(`walked_${context.made.aliases}`);
}
