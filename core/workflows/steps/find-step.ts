import { conditionToSql } from '../../data/expression-sql.js';
import type { SqlNames } from '../../data/expression-sql/sql-names.js';
import { rowNames } from '../../data/row-names.js';
import { identifier, raw, sql, value, type Sql } from '../../data/sql.js';
import type { PathNode } from '../../definitions/expressions/checked.js';
import { isList, valueToWire, type Value } from '../../definitions/expressions/value.js';
import { RecordValue } from '../../definitions/expressions/record-value.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import { environmentOf, type StepRun } from './step-run.js';
import type { RunStep } from './run-step.js';
import { entityOf } from './write-steps.js';

const most = 1000;

/** Finds records, unmasked: the plugin wrote the condition. */
export const runFind: RunStep<'find'> = async (run, step) => {
  const entity = entityOf(run, step.entity);
  const where = step.where;
  const condition =
    where === null
      ? raw('true')
      : await run.records.settle(() => conditionToSql(where, withVariables(run, rowNames(entity, identifier('q1'), run.platform.model, null))));
  const [name, direction] = step.sort;
  const column = identifier(entity.fields.get(name)?.column ?? 'id');
  const rows = await run.tx.rows(
    sql`SELECT q1.id::text AS id FROM ${identifier(entity.table)} q1 WHERE ${condition} ORDER BY q1.${column} ${raw(direction)}, q1.id ${raw(direction)} LIMIT ${raw(String(step.all ? most + 1 : 1))}${raw(step.lock ? ' FOR NO KEY UPDATE OF q1' : '')}`,
  );
  if (rows.length > most) throw new UserError(422, 'workflow.found-too-many', { most, entity: textIn(entity.labelPlural, run.caller.locale) });
  const found = rows.map((row) => run.records.reference(entity, String(row['id'])));
  return step.all ? found : (found[0] ?? null);
};

/** Variables are parameters of the statement, of the type that the expression knows them by. */
function withVariables(run: StepRun, names: SqlNames): SqlNames {
  const environment = environmentOf(run, new Map(environmentOf(run, new Map()).record === null ? [] : [['record', environmentOf(run, new Map()).record]]));
  const read = ({ path: [first = '', ...rest] }: PathNode): Value =>
    rest.reduce<Value>((at, member) => (at instanceof RecordValue ? at.get(member) : null), environment.variables.get(first) ?? null);
  const parameter = (node: PathNode): Sql => sql`${value(plain(read(node)), typeOf(node))}`;
  return {
    ...names,
    path: (node) => (node.from === 'variable' ? parameter(node) : names.path(node)),
    key: (node) => (node.from === 'variable' ? keyOf(read(node), node) : (names.key?.(node) ?? null)),
    list: (node) => {
      if (node.from !== 'variable') return names.list(node);
      const list = read(node);
      return { array: sql`${value(isList(list) ? list.map(plain) : [], 'text[]')}` };
    },
  };
}

function plain(found: Value): string | boolean | null {
  const wire = valueToWire(found);
  return typeof wire === 'string' || typeof wire === 'boolean' ? wire : null;
}

/** Ids are compared as uuid, so that indexes serve; what is no id is found nowhere. */
function keyOf(found: Value, node: PathNode): Sql | null {
  const isRecord = node.type.kind === 'record' || node.path.at(-1) === 'id';
  const wire = plain(found);
  return isRecord ? sql`${value(typeof wire === 'string' && /^[0-9a-f-]{36}$/u.test(wire) ? wire : null, 'uuid')}` : null;
}

function typeOf(node: PathNode): string {
  switch (node.type.kind) {
    case 'number':
      return 'numeric';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'date';
    case 'instant':
      return 'timestamptz';
    default:
      return 'text';
  }
}
