import type { Executor } from '../../data/database.js';
import { DateValue } from '../../definitions/expressions/date-value.js';
import { identifier, sql, value } from '../../data/sql.js';
import type { Entity } from '../../definitions/model.js';
import { UserError } from '../../kernel/user-error.js';
import { nestedPlatform } from '../../records/nested-platform.js';
import { runAction } from '../../records/run-action.js';
import type { CsvRow } from '../csv/read-csv.js';
import type { CompiledAction } from './compile-actions.js';
import { outsideKey, type CompiledLoad } from './compile-recipe.js';
import type { RecipeError, Running } from './load-run.js';

/** What came of the actions of a step. */
export interface ActionsOutcome {
  readonly acted: number;
  readonly errors: readonly RecipeError[];
}

/** One action on one record. */
interface Due {
  readonly key: string;
  readonly id: string;
  readonly row: CsvRow;
  readonly action: CompiledAction;
  /** YYYY-MM-DD; empty comes first. */
  readonly at: string;
}

/** Puts the records of a step through its actions, each in a transaction of its own and once; what was done before is passed over, and what follows a failure on the same record is left for the next run. */
export async function runActions(running: Running, load: CompiledLoad, taken: readonly (readonly [string, CsvRow])[]): Promise<ActionsOutcome> {
  if (load.actions.length === 0) return { acted: 0, errors: [] };
  const { entity } = load;
  const errors: RecipeError[] = [];
  const failed = new Set<string>();
  const refuse = ({ key, row }: Pick<Due, 'key' | 'row'>, error: unknown): void => {
    if (!(error instanceof UserError)) throw error;
    failed.add(key);
    const wrong = error.violations.length > 0 ? error.violations : [{ pointer: '', code: error.code, params: error.params }];
    errors.push(...wrong.map((violation) => ({ file: load.declaration.file ?? null, line: row.line, key, violation })));
  };
  const due = await dueActions(running, load, taken, refuse);
  let acted = 0;
  for (const [index, one] of due.entries()) {
    running.progress(`${entity.id} ${one.action.transition.name}`, index + 1, due.length);
    if (failed.has(one.key)) continue;
    try {
      await act(running, entity, one);
      acted += 1;
    } catch (error) {
      refuse(one, error);
    }
  }
  return { acted, errors };
}

async function dueActions(
  running: Running,
  load: CompiledLoad,
  taken: readonly (readonly [string, CsvRow])[],
  refuse: (of: Pick<Due, 'key' | 'row'>, error: unknown) => void,
): Promise<readonly Due[]> {
  const there = await recordsThere(running.platform.database, load.entity);
  const due: Due[] = [];
  for (const [own, row] of taken) {
    const key = outsideKey(load, own);
    const id = running.keys.find(load.entity.id, key);
    if (id === undefined || !there.has(id)) continue;
    try {
      due.push(...dueOf(running, load, { key, id, row }));
    } catch (error) {
      refuse({ key, row }, error);
    }
  }
  return due.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

function dueOf({ keys, rows }: Running, { entity, actions }: CompiledLoad, of: Pick<Due, 'key' | 'id' | 'row'>): readonly Due[] {
  return actions.flatMap((action) => {
    const isDone = keys.hasActed(entity.id, of.key, action.transition.name);
    if (isDone || (action.when !== null && rows.value(action.when, of.row) !== true)) return [];
    const at = action.at === null ? null : rows.value(action.at, of.row);
    return [{ ...of, action, at: at instanceof DateValue ? at.text : '' }];
  });
}

async function recordsThere(executor: Executor, entity: Entity): Promise<ReadonlySet<string>> {
  const rows = await executor.rows(sql`
    SELECT t.id::text AS id FROM ${identifier(entity.table)} t JOIN trellis_external_key k ON k.record_id = t.id AND k.entity = ${value(entity.id, 'text')}`);
  return new Set(rows.map((row) => String(row['id'])));
}

async function act({ platform, caller, keys, rows }: Running, entity: Entity, { key, id, row, action }: Due): Promise<void> {
  const { transition, created } = action;
  const input = rows.actionInput(action.input, row);
  await platform.database.transaction(async (tx) => {
    const nested = nestedPlatform(platform, tx);
    const done = await runAction(nested, caller, entity, id, transition.name, { input });
    if (created !== null) {
      const asked = rows.actionInput(created.input, row);
      for (const made of createdIn(done, created.entity)) await runAction(nested, caller, created.entity, made, created.transition.name, { input: asked });
    }
    await keys.addAction(tx, entity.id, key, transition.name, id);
  });
}

/** Ids of the records of an entity that an action says it made. */
function createdIn(json: string, entity: Entity): readonly string[] {
  const record: unknown = JSON.parse(json);
  const made: unknown = typeof record === 'object' && record !== null && '_created' in record ? record._created : [];
  if (!Array.isArray(made)) return [];
  return made.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'id' in one && 'entity' in one && one.entity === entity.id ? [String(one.id)] : [],
  );
}
