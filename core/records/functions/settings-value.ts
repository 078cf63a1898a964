import { sql, value, identifier } from '../../data/sql.js';
import type { Executor } from '../../data/database.js';
import { RecordValue } from '../../definitions/expressions/record-value.js';
import type { Value } from '../../definitions/expressions/value.js';
import type { Entity } from '../../definitions/model.js';
import { readableSettings } from '../../definitions/readable-settings.js';
import type { FunctionPlace } from './function-place.js';

/** The variable `settings`: what holds for the record's company, else for the installation, else what is declared. `own` are further members, which come first. */
export function settingsValue(place: FunctionPlace, own: Value = null): RecordValue {
  return new RecordValue(null, (member) => {
    const content = own instanceof RecordValue ? own.get(member) : null;
    return content !== null || !hasSettings(place, member) ? content : new RecordValue(null, (name) => settingAt(place, member, name));
  });
}

function hasSettings({ model }: FunctionPlace, plugin: string): boolean {
  return [...model.entities.values()].some((entity) => entity.kind === 'settings' && entity.plugin === plugin);
}

function settingAt({ model, known, company }: FunctionPlace, plugin: string, name: string): Value {
  const found = readableSettings(model.entities, plugin).get(name);
  if (found === undefined) return null;
  const { entity, field } = found;
  const id = entity.scope === null ? null : company();
  const rows = known.settings.take(`${entity.id} ${id ?? ''}`, (tx) => readSettings(tx, entity, id));
  const content = rows?.map((row) => known.reference(entity, row).get(name)).find((one) => one !== null);
  return content ?? known.given(entity, { [name]: field.defaultValue ?? null }).get(name);
}

/** Ids of the records that hold: the company's, then that of the installation. */
async function readSettings(tx: Executor, entity: Entity, company: string | null): Promise<readonly string[]> {
  const scope = entity.scope === null ? undefined : entity.fields.get(entity.scope);
  if (scope === undefined) return (await tx.rows(sql`SELECT id::text AS id FROM ${identifier(entity.table)}`)).map((row) => String(row['id']));
  const column = identifier(scope.column);
  const rows = await tx.rows(
    sql`SELECT id::text AS id FROM ${identifier(entity.table)} WHERE ${column} IS NULL OR ${column} = ${value(company, 'uuid')} ORDER BY ${column} IS NULL`,
  );
  return rows.map((row) => String(row['id']));
}
