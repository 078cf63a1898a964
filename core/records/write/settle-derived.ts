import { markingEntities } from '../../data/derived/mark-routines.js';
import type { Executor } from '../../data/database.js';
import { jsonValue } from '../../data/query/json-value.js';
import { identifier, join, keyName, sql, value } from '../../data/sql.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import { linesOf } from '../../definitions/lines-of.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import type { Violation } from '../../kernel/user-error.js';
import type { WriteStep } from '../hooks.js';
import type { Caller } from '../../kernel/caller.js';
import { brokenChecks } from './broken-checks.js';
import { checksOf } from './checks-of.js';
import { environmentWithin } from './compute.js';
import { computed } from './computing.js';
import type { Draft } from './draft.js';
import { isFieldValue } from './lookups.js';

/** Brings up to date what follows from a write that was just made, in its transaction, and takes over what of it is in the record itself; gives the checks over it that do not hold. */
export async function settleDerived({
  platform,
  tx,
  caller,
  entity,
  after,
}: Pick<WriteStep, 'platform' | 'tx' | 'caller' | 'entity' | 'after'>): Promise<readonly Violation[]> {
  const { model } = platform;
  if (!markingEntities(model).has(entity.id)) return [];
  // What is written by one statement alone was settled when that ended, and is read anew anyway.
  if (tx === platform.database && platform.isNested !== true) return [];
  await tx.text(sql`SELECT trellis_settle()::text`);
  if (after === null) return [];
  await takeOver(tx, entity, [after]);
  for (const [name, lines] of after.lines) {
    const line = model.entities.get(entity.fields.get(name)?.target ?? '');
    if (line !== undefined) await takeOver(tx, line, lines);
  }
  return hasLateChecks(model, entity) ? lateViolations(model, caller, tx, entity, after) : [];
}

/** Whether a check of the record or its lines can only be asked when what it reads was derived. */
export function hasLateChecks(model: Model, entity: Entity): boolean {
  return [entity, ...linesOf(model, entity)].some((one) => checksOf(model, one, 'derived').length > 0);
}

async function lateViolations(model: Model, caller: Caller, tx: Executor, entity: Entity, after: Draft): Promise<readonly Violation[]> {
  const lines = [...after.lines].flatMap(([name, drafts]) => {
    const line = model.entities.get(entity.fields.get(name)?.target ?? '');
    return line === undefined ? [] : drafts.map((draft, index) => ({ entity: line, draft, pointer: `/${name}/${index}` }));
  });
  return computed(model, caller, tx, (computing) =>
    [{ entity, draft: after, pointer: '' }, ...lines].flatMap((one) =>
      brokenChecks(caller, { ...one, environment: environmentWithin(computing, one.entity, one.draft) }, checksOf(model, one.entity, 'derived')),
    ),
  );
}

async function takeOver(tx: Executor, entity: Entity, drafts: readonly Draft[]): Promise<void> {
  const derived = [...entity.fields.values()].filter((field: Field) => field.isDerived);
  if (derived.length === 0 || drafts.length === 0) return;
  const columns = derived.map((field) => sql`${jsonValue(field, sql`t.${identifier(field.column)}`)} AS ${keyName(field.name)}`);
  const ids = value(
    drafts.map((draft) => draft.id),
    'uuid[]',
  );
  const rows = await tx.rows(
    sql`SELECT t.id::text AS id, (SELECT row_to_json(_row) FROM (SELECT ${join(columns, ', ')}) _row)::text AS derived FROM ${identifier(entity.table)} t WHERE t.id = ANY(${ids})`,
  );
  for (const row of rows) {
    const draft = drafts.find((one) => one.id === row['id']);
    for (const [name, content] of valuesOf(row['derived'])) draft?.values.set(name, content);
  }
}

function valuesOf(json: unknown): readonly (readonly [string, FieldValue])[] {
  const object: unknown = typeof json === 'string' ? JSON.parse(json) : {};
  if (typeof object !== 'object' || object === null) return [];
  return Object.entries(object).flatMap(([name, content]) => (isFieldValue(content) ? [[name, content] as const] : []));
}
