import type { Entity, Field, Source } from '../model.js';
import type { Reporter } from '../parse/reporter.js';

const mostReferences = 3;

/** Everything that a formula or rollup reads, each place once. A path that leads further than a change could be followed is told. */
export function sourcesOf(
  entity: Entity,
  field: Field,
  entities: ReadonlyMap<string, Entity>,
  tooFar: (what: Parameters<Reporter['report']>[2]) => void,
): readonly Source[] {
  if (field.rollup !== null) return rowsOf(field.rollup);
  const sources = (field.formula?.reads ?? []).flatMap((path) => sourcesOfPath(entity, path, entities) ?? refused(path, tooFar));
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
}

function rowsOf({ entity, reference, of, where, by, isSubtree }: NonNullable<Field['rollup']>): readonly Source[] {
  const read = [reference, of, by, ...(where?.reads.map(([name = '']) => name) ?? [])].filter((name) => name !== null);
  return [{ kind: 'rows', entity, reference, fields: [...new Set(read)], isSubtree }];
}

function refused(path: readonly string[], tooFar: (what: Parameters<Reporter['report']>[2]) => void): readonly Source[] {
  tooFar({
    found: path.join('.'),
    expected: `a field of the record, of its lines, or of a record that at most ${mostReferences} references lead to`,
    remedy: 'Let a formula or rollup of the record in between hold the value, and read that one.',
  });
  return [];
}

/** The field at the end of a path, and each reference on the way; undefined when it cannot be followed. */
function sourcesOfPath(entity: Entity, path: readonly string[], entities: ReadonlyMap<string, Entity>): readonly Source[] | undefined {
  const [name = '', ...rest] = path;
  const field = entity.fields.get(name);
  if (field?.type === 'lines') return linesSource(field, rest, entities);
  const own: Source = { kind: 'own', field: name };
  if (field?.type !== 'reference' || rest.length === 0) return [own];
  const through = throughSources(entity, path, entities);
  return through === undefined ? undefined : [own, ...through];
}

function linesSource(field: Field, [name, ...rest]: readonly string[], entities: ReadonlyMap<string, Entity>): readonly Source[] | undefined {
  const line = entities.get(field.target ?? '');
  const member = line?.fields.get(name ?? 'id');
  if (line === undefined || member === undefined || (rest.length > 0 && member.type !== 'address') || member.type === 'many-to-many') return undefined;
  return [{ kind: 'rows', entity: line.id, reference: 'parent', fields: ['parent', member.name], isSubtree: false }];
}

/** Undefined when the path is too long, or leads through or to a list or a ledger. */
function throughSources(entity: Entity, path: readonly string[], entities: ReadonlyMap<string, Entity>): readonly Source[] | undefined {
  const sources: Source[] = [];
  let at: Entity | undefined = entity;
  for (const [index, name] of path.entries()) {
    const field: Field | undefined = at?.fields.get(name);
    if (at === undefined || at.ledger !== null || field === undefined || isList(field) || index > mostReferences) return undefined;
    if (index > 0) sources.push({ kind: 'through', path: path.slice(0, index), entity: at.id, field: name });
    // What follows is a part of the address.
    if (field.type === 'address') return sources;
    at = entities.get(field.target ?? '');
  }
  return sources;
}

function isList({ type }: Field): boolean {
  return type === 'lines' || type === 'many-to-many';
}
