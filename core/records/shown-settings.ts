import type { MetaSetting } from '../../schemas/generated/types.js';
import type { Policy } from '../access/policy.js';
import { identifier, sql, value } from '../data/sql.js';
import type { CheckedExpression, Node, PathNode } from '../definitions/expressions/checked.js';
import type { Model } from '../definitions/model.js';
import { RecordValue } from '../definitions/expressions/record-value.js';
import { valueToWire, type Value } from '../definitions/expressions/value.js';
import { readableSettings, settingsName } from '../definitions/readable-settings.js';
import type { Caller, WorksFor } from '../kernel/caller.js';
import { settingsValue } from './functions/settings-value.js';
import { KnownRecords } from './known-records.js';
import type { Platform } from './platform.js';

/** What these expressions read of the settings of plugins, as it holds in general and for each of the caller's companies that has settings of its own. Worked out as a save works it out. */
export async function shownSettings(platform: Platform, caller: Caller, expressions: readonly CheckedExpression[]): Promise<readonly MetaSetting[]> {
  const { model, database } = platform;
  const policy = platform.policyOf(caller);
  const read = new Map(expressions.flatMap(({ root }) => settingsIn(root)).map((node) => [node.path.join('.'), node]));
  const nodes = [...read.values()].filter((node) => kindOf(node) !== null && isSeenBehind(node, model, policy));
  if (nodes.length === 0) return [];
  const own = await companiesWithOwn({ model, database }, caller.companies, new Set(nodes.map(({ path }) => path[1] ?? '')));
  const known = new KnownRecords(model, database);
  return known.settle(() =>
    nodes.map((node) => ({
      path: node.path.slice(1),
      kind: kindOf(node) ?? 'text',
      target: node.type.kind === 'record' ? node.type.record.name : null,
      values: [null, ...own].map((company) => ({ company, value: wire(at(settingsValue({ model, known, company: () => company }), node.path.slice(1))) })),
    })),
  );
}

/** What of the settings an expression reads. */
function settingsIn(node: Node): readonly PathNode[] {
  if (node.op === 'path') return node.from === 'variable' && node.path[0] === settingsName && node.path.length > 2 ? [node] : [];
  const inner = node.op === 'call' ? node.args : node.op === 'list' ? node.items : node.op === 'macro' ? [node.over, node.body] : [];
  return inner.flatMap(settingsIn);
}

function kindOf({ type: { kind } }: PathNode): MetaSetting['kind'] | null {
  return kind === 'null' || kind === 'any' || kind === 'list' ? null : kind;
}

/** What lies behind a record that a setting names is told only to those who see it of every such record. */
function isSeenBehind({ path: [, plugin = '', name = '', ...behind] }: PathNode, model: Model, policy: Policy): boolean {
  const seen = behind.reduce<{ readonly at: string; readonly isSeen: boolean }>(
    ({ at: id, isSeen }, step) => ({
      at: model.entities.get(id)?.fields.get(step)?.target ?? '',
      isSeen: isSeen && (step === 'id' || policy.entity(id).fieldRows(step).kind === 'all'),
    }),
    { at: readableSettings(model.entities, plugin).get(name)?.field.target ?? '', isSeen: true },
  );
  return seen.isSeen;
}

function at(settings: RecordValue, path: readonly string[]): Value {
  return path.reduce<Value>((of, name) => (of instanceof RecordValue ? of.get(name) : null), settings);
}

function wire(content: Value): string | boolean | null {
  const json = valueToWire(content);
  return typeof json === 'string' || typeof json === 'boolean' ? json : null;
}

async function companiesWithOwn(
  { model, database }: Pick<Platform, 'model' | 'database'>,
  { ids, isEvery }: WorksFor,
  plugins: ReadonlySet<string>,
): Promise<readonly string[]> {
  const entities = new Set([...plugins].flatMap((plugin) => [...readableSettings(model.entities, plugin).values()].map(({ entity }) => entity)));
  const found = new Set<string>();
  for (const entity of entities) {
    const scope = entity.fields.get(entity.scope ?? '');
    if (scope === undefined) continue;
    const column = identifier(scope.column);
    const own = isEvery ? sql`${column} IS NOT NULL` : sql`${column} = ANY(${value(ids, 'uuid[]')})`;
    const rows = await database.rows(sql`SELECT ${column}::text AS id FROM ${identifier(entity.table)} WHERE ${own} ORDER BY ${column}`);
    for (const row of rows) found.add(String(row['id']));
  }
  return [...found];
}
