import type { RecipeDeclaration, RecipeJoin } from '../../../schemas/generated/types.js';
import type { ExpressionType, RecordType } from '../../definitions/expressions/types.js';
import { below, type Place, type Reporter } from '../../definitions/parse/reporter.js';
import type { CsvTable } from '../csv/read-csv.js';

/** The files of a recipe, and what their rows know of each other. */
export interface RecipeFiles {
  readonly tables: ReadonlyMap<string, CsvTable>;
  /** By the file whose rows they widen. */
  readonly joins: ReadonlyMap<string, readonly RecipeJoin[]>;
}

/** Every file that a recipe names. */
export function filesNamed({ join = [], load }: RecipeDeclaration): ReadonlySet<string> {
  const ofLoads = load.flatMap((one) => [...(one.file === undefined ? [] : [one.file]), ...Object.values(one.lines ?? {}).map((lines) => lines.file)]);
  return new Set([...join.flatMap((one) => [one.file, one.from]), ...ofLoads]);
}

/** Takes in the joins of a recipe; what is wrong with them is told. */
export function compileFiles(tables: ReadonlyMap<string, CsvTable>, joins: readonly RecipeJoin[], place: Place, reporter: Reporter): RecipeFiles {
  const found = new Map<string, readonly RecipeJoin[]>();
  for (const [index, one] of joins.entries()) {
    const at = below(place, index);
    const known = found.get(one.file) ?? [];
    const columns = tables.get(one.file)?.columns ?? [];
    const others = tables.get(one.from)?.columns ?? [];
    if (!columns.includes(one.on)) reporter.unknownName('recipe.unknown-column', below(at, 'on'), one.on, columns);
    if (!others.includes(one.to ?? one.on))
      reporter.unknownName('recipe.unknown-column', below(at, one.to === undefined ? 'on' : 'to'), one.to ?? one.on, others);
    if ([...columns, ...known.map(({ as }) => as)].includes(one.as)) {
      reporter.report('recipe.name-taken', below(at, 'as'), { expected: `a name that ${one.file} does not have yet`, remedy: 'Choose another name.' });
    }
    found.set(one.file, [...known, one]);
  }
  return { tables, joins: found };
}

/** The row of a file as expressions see it: its columns are texts, joined rows are records. Those are resolved when they are followed, because joins may go both ways. */
export function rowType(files: RecipeFiles, file: string | undefined): RecordType {
  const columns = files.tables.get(file ?? '')?.columns ?? [];
  const joins = files.joins.get(file ?? '') ?? [];
  return {
    name: 'row',
    member: (name) => {
      const join = joins.find(({ as }) => as === name);
      if (join !== undefined) return joinedType(files, join);
      return columns.includes(name) ? { kind: 'text' } : undefined;
    },
    names: () => [...columns, ...joins.map(({ as }) => as)],
  };
}

function joinedType(files: RecipeFiles, { from, many }: RecipeJoin): ExpressionType {
  const record = { kind: 'record', record: rowType(files, from) } as const;
  return many === true ? { kind: 'list', of: record } : record;
}
