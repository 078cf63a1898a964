import type { Entity, Model } from '../../definitions/model.js';
import { quoted } from '../quoted.js';
import { isOwners, type Stage } from './stages.js';

/** How a mark that is not for one record leads to records. */
export const everyRecord = 'every';
export const everyThawed = 'every thawed';
export const upwards = 'upwards';

/** For each way in which marks lead to records of a stage: a SELECT of their ids, in which `source` is the record that changed. */
export function spreadsOf(model: Model, stage: Stage): ReadonlyMap<string, string> {
  const rows = rowsOf(stage.entity);
  const thawed = stage.frozen === null ? '' : `NOT (${stage.frozen})`;
  const spreads = new Map([
    [everyRecord, rows],
    [everyThawed, thawed === '' ? rows : `${rows} WHERE ${thawed}`],
  ]);
  for (const source of stage.sources) {
    if (source.kind === 'through') {
      const and = thawed === '' || isOwners(source.path) ? '' : ` AND ${thawed}`;
      spreads.set(source.path.join('.'), `${rows} WHERE t.${pathCondition(model, stage, source.path)}${and}`);
    }
    if (source.kind === 'rows' && source.isSubtree) spreads.set(`${upwards} ${source.reference}`, ancestors(stage, source.reference));
  }
  return spreads;
}

/** Of what is never marked but as a whole. */
export function everyRow(entity: Entity): ReadonlyMap<string, string> {
  return new Map([[everyRecord, rowsOf(entity)]]);
}

function rowsOf({ table }: Entity): string {
  return `SELECT t.id FROM ${quoted(table)} t`;
}

/** `customer_id IN (SELECT id FROM party WHERE group_id = source)` for the path customer.group. */
function pathCondition(model: Model, { entity }: Stage, path: readonly string[]): string {
  let at = entity;
  const columns = path.map((name) => {
    const field = at.fields.get(name);
    const target = model.entities.get(field?.target ?? '');
    if (field === undefined || target === undefined) throw new Error(`${entity.id} has no path ${path.join('.')}`);
    at = target;
    return { column: quoted(field.column), table: quoted(target.table) };
  });
  return columns.reduceRight(
    (inner, { column, table }, index) => (index === columns.length - 1 ? `${column} = source` : `${column} IN (SELECT x.id FROM ${table} x WHERE x.${inner})`),
    '',
  );
}

function ancestors({ entity }: Stage, reference: string): string {
  const table = quoted(entity.table);
  const column = quoted(entity.fields.get(reference)?.column ?? '');
  return `WITH RECURSIVE above AS (SELECT a.id, a.${column} AS next FROM ${table} a WHERE a.id = source UNION SELECT a.id, a.${column} FROM ${table} a JOIN above ON a.id = above.next)
    SELECT above.id FROM above`;
}
