import type { Entity, Field, Model, Source } from '../../definitions/model.js';
import { quoted, quotedText } from '../quoted.js';
import { routineOf, type Routine } from '../routine.js';
import { upwards } from './spread-sql.js';
import { stagesOf, type Stage } from './stages.js';

/** Triggers that mark what follows from a change, in its transaction and whoever makes it. */
export function markRoutines(model: Model): readonly Routine[] {
  const rules = rulesOf(model);
  const tables = [...new Map(rules.map(({ table, plugin }) => [table, plugin]))];
  return tables.map(([table, plugin]) => {
    const own = rules.filter((rule) => rule.table === table);
    const body = `BEGIN\n${own.map(({ text }) => text).join('\n')}\n  RETURN NULL;\nEND`;
    return routineOf({
      table,
      plugin,
      why: 'what follows from its rows is brought up to date',
      timing: `AFTER INSERT OR UPDATE OR DELETE ON ${quoted(table)} FOR EACH ROW`,
      run: { body, isDefiner: true },
    });
  });
}

/** Entities of which a write, with that of their lines, marks something. */
export function markingEntities(model: Model): ReadonlySet<string> {
  const before = known.get(model);
  if (before !== undefined) return before;
  const tables = new Set(rulesOf(model).map(({ table }) => table));
  const marks = (entity: Entity | undefined): boolean =>
    entity !== undefined && (tables.has(entity.table) || [...entity.fields.values()].some(({ column }) => tables.has(column)));
  const lines = (entity: Entity): readonly (Entity | undefined)[] =>
    [...entity.fields.values()].filter(({ type }) => type === 'lines').map(({ target }) => model.entities.get(target ?? ''));
  const marking = new Set([...model.entities.values()].filter((entity) => [entity, ...lines(entity)].some(marks)).map(({ id }) => id));
  known.set(model, marking);
  return marking;
}

const known = new WeakMap<Model, ReadonlySet<string>>();

interface Rule {
  readonly table: string;
  readonly plugin: string;
  /** PL/pgSQL of one IF. */
  readonly text: string;
}

function rulesOf(model: Model): readonly Rule[] {
  return stagesOf(model).flatMap((stage) => [...ownRules(stage), ...elsewhereRules(model, stage)]);
}

/** A rollup of a new record is what it is without anything to sum up; a formula has to be computed. */
function ownRules(stage: Stage): readonly Rule[] {
  const { entity, sources } = stage;
  const read = sources.flatMap((source) => (source.kind === 'own' ? (entity.fields.get(source.field) ?? []) : []));
  if (stage.fields.every(({ field }) => field.formula === null)) return [];
  const joined = read.filter(({ type }) => type === 'many-to-many');
  return [
    { ...placeOf(entity), text: ifDiffers(read, `TG_OP <> 'DELETE' AND `, mark(stage, null, 'NEW.id')) },
    ...joined.map(({ column, plugin }) => ({ table: column, plugin, text: `  ${mark(stage, null, 'coalesce(NEW.owner_id, OLD.owner_id)')}` })),
  ];
}

type Elsewhere = Exclude<Source, { readonly kind: 'own' }>;

/** One rule for all that a stage reads of the same rows, so that a change of one of them marks once. */
function elsewhereRules(model: Model, stage: Stage): readonly Rule[] {
  const grouped = new Map<string, Elsewhere[]>();
  for (const source of stage.sources) {
    if (source.kind === 'own') continue;
    const key = source.kind === 'through' ? source.path.join('.') : `${source.entity}/${source.reference}/${source.isSubtree}`;
    grouped.set(key, [...(grouped.get(key) ?? []), source]);
  }
  return [...grouped.values()].flatMap((sources) => elsewhereRule(model, stage, sources));
}

function elsewhereRule(model: Model, stage: Stage, sources: readonly Elsewhere[]): readonly Rule[] {
  const [source] = sources;
  const entity = model.entities.get(source?.entity ?? '');
  if (source === undefined || entity === undefined) return [];
  const names = sources.flatMap((one) => (one.kind === 'rows' ? one.fields : [one.field]));
  const read = names.flatMap((name) => entity.fields.get(name) ?? []);
  // Whoever refers to a row that comes is marked by itself, and to one that goes nobody refers.
  if (source.kind === 'through') return [{ ...placeOf(entity), text: ifDiffers(read, `TG_OP = 'UPDATE' AND `, mark(stage, source.path.join('.'), 'NEW.id')) }];
  const reference = quoted(entity.fields.get(source.reference)?.column ?? '');
  const via = source.isSubtree ? `${upwards} ${source.reference}` : null;
  const now = mark(stage, via, source.isSubtree ? 'NEW.id' : `NEW.${reference}`);
  const left = `IF OLD.${reference} IS DISTINCT FROM NEW.${reference} THEN ${mark(stage, via, `OLD.${reference}`)} END IF;`;
  return [{ ...placeOf(entity), text: ifDiffers(read, '', `${now} ${left}`) }];
}

function hasColumn({ type }: Field): boolean {
  return type !== 'lines' && type !== 'many-to-many';
}

function placeOf({ table, plugin }: Entity): Pick<Rule, 'table' | 'plugin'> {
  return { table, plugin };
}

/** A row that comes or goes differs from nothing by its id. */
function ifDiffers(read: readonly Field[], condition: string, then: string): string {
  const all = [...new Set(['id', ...read.filter(hasColumn).map(({ column }) => column)])].map(quoted);
  const row = (name: string): string => `(${all.map((column) => `${name}.${column}`).join(', ')})`;
  return `  IF ${condition}${row('NEW')} IS DISTINCT FROM ${row('OLD')} THEN ${then} END IF;`;
}

function mark({ name, rank }: Stage, via: string | null, record: string): string {
  return `PERFORM trellis_mark(${quotedText(name)}, ${rank}, ${via === null ? 'NULL' : quotedText(via)}, ${record});`;
}
