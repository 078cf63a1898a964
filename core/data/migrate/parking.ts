import { workspaceId } from '../../definitions/link/workspace-id.js';
import type { Column } from '../column.js';
import { optionsCheck } from '../constraints.js';
import type { Table } from '../table.js';
import type { Declared } from './declared.js';

/** What the database ought to hold, with what plugins that are gone have left in it. */
export interface Parked {
  readonly tables: readonly Table[];
  readonly parkedOptions: Declared['parkedOptions'];
  /** `table` or `table.column` of all that is parked, for the log. */
  readonly names: readonly string[];
}

/** Tables, columns and options of plugins that are gone, and whatever the workspace does not declare any more, are kept, their columns made nullable, so that everything comes back when the plugin does. */
export function withParked(desired: readonly Table[], declared: Declared, plugins: ReadonlySet<string>, released: ReadonlySet<string>): Parked {
  const before = new Map(declared.tables.map((table) => [table.name, table]));
  const wanted = new Set(desired.map((table) => table.name));
  const isParked = (plugin: string, name: string): boolean => (!plugins.has(plugin) || plugin === workspaceId) && !released.has(`drop:${name}`);
  const tables = declared.tables.filter((table) => !wanted.has(table.name) && isParked(table.plugin, table.name));
  const columns = (table: Table): readonly Column[] =>
    (before.get(table.name)?.columns ?? []).filter(
      (column) =>
        column.generated === null && isParked(column.plugin, `${table.name}.${column.name}`) && !table.columns.some(({ name }) => name === column.name),
    );
  const parkedOptions = optionsOfGone(desired, declared, plugins, released);
  const parkedColumns = new Map(desired.map((table) => [table.name, columns(table)]));
  const kept = desired.map((table) => withOptions(withColumns(table, parkedColumns.get(table.name) ?? [], before.get(table.name)), parkedOptions));
  return {
    tables: [...kept, ...tables],
    parkedOptions,
    names: [...tables.map((table) => table.name), ...[...parkedColumns].flatMap(([table, parked]) => parked.map((column) => `${table}.${column.name}`))],
  };
}

function withColumns(table: Table, parked: readonly Column[], before: Table | undefined): Table {
  if (parked.length === 0 || before === undefined) return table;
  const names = new Set(parked.map((column) => column.name));
  const concerns = (thing: { readonly name: string; readonly columns: readonly string[] }, own: readonly { readonly name: string }[]): boolean =>
    thing.columns.some((column) => names.has(column)) && !own.some(({ name }) => name === thing.name);
  return {
    ...table,
    columns: [...table.columns, ...parked.map((column) => ({ ...column, nullable: true }))],
    constraints: [...table.constraints, ...before.constraints.filter((constraint) => concerns(constraint, table.constraints))],
    indexes: [...table.indexes, ...before.indexes.filter((index) => concerns(index, table.indexes))],
  };
}

/** Which options went together with a plugin cannot be told from options taken away in the same moment; the doubt is settled in favour of the rows. */
function optionsOfGone(desired: readonly Table[], declared: Declared, plugins: ReadonlySet<string>, released: ReadonlySet<string>): Declared['parkedOptions'] {
  const isPluginGone = declared.plugins.some((plugin) => !plugins.has(plugin));
  const before = new Map(declared.tables.flatMap((table) => table.columns.map((column) => [`${table.name}.${column.name}`, column.options ?? []])));
  const entries = desired.flatMap((table) =>
    table.columns.flatMap((column): readonly (readonly [string, readonly string[]])[] => {
      const name = `${table.name}.${column.name}`;
      if (column.options === null || released.has(`clear:${name}`)) return [];
      const candidates = isPluginGone ? (before.get(name) ?? []) : (declared.parkedOptions[name] ?? []);
      const parked = candidates.filter((option) => column.options?.includes(option) === false);
      return parked.length === 0 ? [] : [[name, parked]];
    }),
  );
  return Object.fromEntries(entries);
}

function withOptions(table: Table, parkedOptions: Declared['parkedOptions']): Table {
  const columns = table.columns.map((column) => {
    const parked = parkedOptions[`${table.name}.${column.name}`];
    return parked === undefined || column.options === null ? column : { ...column, options: [...column.options, ...parked] };
  });
  const constraints = table.constraints.map((constraint) => {
    const column = constraint.kind === 'check' ? columns.find(({ name }) => name === constraint.columns[0]) : undefined;
    return column === undefined || column.options === null ? constraint : optionsCheck(table.name, column.name, column.options);
  });
  return { ...table, columns, constraints };
}
