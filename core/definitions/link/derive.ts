import type { Node } from '../expressions/checked.js';
import type { Derivation, Entity, Field, Source } from '../model.js';
import { below } from '../parse/reporter.js';
import type { ProblemCode } from '../problem-catalogue.js';
import { recordFunctionForms } from '../record-functions.js';
import type { Linking } from './linking.js';
import { sourcesOf } from './sources-of.js';

/** The entities with their derived fields told apart, and the order in which these follow from each other. Circles and changes that would spread too far are reported. */
export function derive(entities: readonly Entity[], linking: Linking): { readonly entities: readonly Entity[]; readonly derivations: readonly Derivation[] } {
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  const graph: Graph = { derived: derivedOf(byId, linking), linking };
  const ranks = new Map<string, number>();
  for (const node of graph.derived.values()) demandStored(node, linking);
  for (const node of graph.derived.values()) rankOf(node, [], graph, ranks);
  if (linking.reporter.problems.length === 0) for (const node of graph.derived.values()) demandNarrow(node, graph);
  const derivations = [...graph.derived.values()]
    .map(({ entity, field, sources }): Derivation => ({ entity: entity.id, field: field.name, rank: ranks.get(keyOf(entity.id, field.name)) ?? 1, sources }))
    .toSorted((one, other) => one.rank - other.rank);
  return { entities: entities.map((entity) => marked(entity, graph.derived)), derivations };
}

interface Derived {
  readonly entity: Entity;
  readonly field: Field;
  readonly sources: readonly Source[];
}

interface Graph {
  readonly derived: ReadonlyMap<string, Derived>;
  readonly linking: Linking;
}

function keyOf(entity: string, field: string): string {
  return `${entity}.${field}`;
}

/** Rollups, formulas that reach through references, and formulas of the same record that read any of these. */
function derivedOf(entities: ReadonlyMap<string, Entity>, linking: Linking): ReadonlyMap<string, Derived> {
  const all = [...entities.values()].flatMap((entity) => computedOf(entity, entities, linking));
  const derived = new Map<string, Derived>();
  const add = (one: Derived): unknown => derived.set(keyOf(one.entity.id, one.field.name), one);
  for (const one of all) if (one.field.rollup !== null || one.sources.some(({ kind }) => kind === 'through')) add(one);
  for (let before = -1; before !== derived.size;) {
    before = derived.size;
    for (const one of all) if (readsOf(one).some((key) => derived.has(key))) add(one);
  }
  return derived;
}

function computedOf(entity: Entity, entities: ReadonlyMap<string, Entity>, linking: Linking): readonly Derived[] {
  if (entity.ledger !== null || entity.balanceOf !== null) return [];
  const computed = [...entity.fields.values()].filter((field) => field.formula !== null || field.rollup !== null);
  return computed.map((field) => ({
    entity,
    field,
    sources: sourcesOf(entity, field, entities, (what) => report('formula.too-far', { entity, field }, linking, what)),
  }));
}

/** Functions that look into records by themselves cannot be followed when these change. */
function demandStored({ entity, field }: Derived, linking: Linking): void {
  const found = recordCalls(field.formula?.root);
  if (found.length === 0) return;
  report('formula.too-far', { entity, field }, linking, {
    found: found.map((name) => `${name}()`).join(', '),
    expected: 'functions of what the formula names, because other records are followed',
    remedy: 'Let one formula over the record alone use the function, and read that one here.',
  });
}

function recordCalls(node: Node | undefined): readonly string[] {
  if (node?.op === 'call') return [...(recordFunctionForms.has(node.name) ? [node.name] : []), ...node.args.flatMap(recordCalls)];
  if (node?.op === 'macro') return [...recordCalls(node.over), ...recordCalls(node.body)];
  return node?.op === 'list' ? node.items.flatMap(recordCalls) : [];
}

/** Keys of the fields that are read. */
function readsOf({ entity, sources }: Derived): readonly string[] {
  return sources.flatMap((source) => {
    if (source.kind === 'rows') return source.fields.map((field) => keyOf(source.entity, field));
    return [keyOf(source.kind === 'own' ? entity.id : source.entity, source.field)];
  });
}

function rankOf(node: Derived, path: readonly string[], graph: Graph, ranks: Map<string, number>): number {
  const key = keyOf(node.entity.id, node.field.name);
  const known = ranks.get(key);
  if (known !== undefined) return known;
  if (path.includes(key)) {
    const circle = [...path.slice(path.indexOf(key)), key];
    for (const name of circle) ranks.set(name, 1);
    report('formula.cycle', node, graph.linking, {
      found: circle.join(' → '),
      expected: 'formulas and rollups without a circle',
      remedy: 'Let one of them be written, or read other fields.',
    });
    return 1;
  }
  const inner = readsOf(node).map((read) => {
    const next = graph.derived.get(read);
    return next === undefined ? 0 : rankOf(next, [...path, key], graph, ranks);
  });
  const rank = 1 + Math.max(0, ...inner);
  if (!ranks.has(key)) ranks.set(key, rank);
  return rank;
}

const mostSpreads = 3;

/** One record may be read through references by any number of others. Each such step multiplies what a change touches, so there may be few of them in a row. */
function demandNarrow(node: Derived, graph: Graph): void {
  const { spreads, path } = widest(node, graph);
  // Told once, where the chain first is too long.
  if (spreads !== mostSpreads + 1 || !node.sources.some((source) => source.kind === 'through')) return;
  report('formula.fan-out', node, graph.linking, {
    found: path.join(' → '),
    expected: `at most ${mostSpreads} formulas in a row that reach through references`,
    remedy: 'Copy one of the values with "fetch", or read it nearer to where it is kept.',
  });
}

function widest(node: Derived, graph: Graph): { readonly spreads: number; readonly path: readonly string[] } {
  const key = keyOf(node.entity.id, node.field.name);
  const steps = node.sources.flatMap((source) => {
    const own = source.kind === 'through' ? 1 : 0;
    return readsOf({ ...node, sources: [source] }).map((read) => {
      const next = graph.derived.get(read);
      const inner = next === undefined ? { spreads: 0, path: [read] } : widest(next, graph);
      return { spreads: inner.spreads + own, path: [key, ...inner.path] };
    });
  });
  return steps.reduce((most, one) => (one.spreads > most.spreads ? one : most), { spreads: 0, path: [key] });
}

function report(code: ProblemCode, { entity, field }: Pick<Derived, 'entity' | 'field'>, { drafts, reporter }: Linking, what: What): void {
  const draft = drafts.get(entity.id);
  const place = draft?.fields.get(field.name)?.place ?? draft?.place;
  if (place !== undefined) reporter.report(code, field.formula === null ? place : below(place, 'expression'), what);
}

type What = Parameters<Linking['reporter']['report']>[2];

function marked(entity: Entity, derived: ReadonlyMap<string, Derived>): Entity {
  const isDerived = (field: Field): boolean => derived.has(keyOf(entity.id, field.name));
  if (![...entity.fields.values()].some(isDerived)) return entity;
  return {
    ...entity,
    fields: new Map([...entity.fields].map(([name, field]) => [name, isDerived(field) ? { ...field, isDerived: true } : field])),
    formulas: entity.formulas.filter((field) => !isDerived(field)),
  };
}
