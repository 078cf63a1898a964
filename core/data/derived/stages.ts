import type { Derivation, Entity, Field, Model, Source } from '../../definitions/model.js';
import { shortHash } from '../sql-name.js';
import { derivedValue } from './derived-value.js';
import { frozenRows } from './frozen-rows.js';

/** Derived fields of one entity that are brought up to date by one statement. */
export interface Stage {
  /** The same as long as its fields are computed in the same way. */
  readonly name: string;
  /** The same as long as it is the same stage, however it is computed. */
  readonly key: string;
  readonly rank: number;
  readonly entity: Entity;
  readonly fields: readonly { readonly field: Field; readonly value: string }[];
  readonly sources: readonly Source[];
  /** Of rows `t` that changes elsewhere no longer reach; null when they reach all. */
  readonly frozen: string | null;
}

const known = new WeakMap<Model, readonly Stage[]>();

/** Every stage, in an order in which each comes after those it reads. */
export function stagesOf(model: Model): readonly Stage[] {
  const before = known.get(model);
  if (before !== undefined) return before;
  const grouped = new Map<string, Derivation[]>();
  for (const one of model.derivations) {
    const key = keyOf(model, one);
    grouped.set(key, [...(grouped.get(key) ?? []), one]);
  }
  const stages = [...grouped].flatMap(([key, derivations]) => stageOf(model, key, derivations));
  known.set(model, stages);
  return stages;
}

/** What a frozen record holds fast is a stage of its own, so that it is not computed because something beside it is. */
function keyOf(model: Model, one: Derivation): string {
  const entity = model.entities.get(one.entity);
  const isHeld = entity !== undefined && reaches(one) && frozenRows(model, entity) !== null;
  return isHeld ? `${one.entity}.${one.field}` : `${one.entity}/${one.rank}`;
}

/** Reads other records than the owner of its line. */
function reaches({ sources }: Pick<Derivation, 'sources'>): boolean {
  return sources.some((source) => source.kind === 'through' && !isOwners(source.path));
}

/** A line and its owner are one record. */
export function isOwners(path: readonly string[]): boolean {
  return path.length === 1 && path[0] === 'parent';
}

function stageOf(model: Model, key: string, derivations: readonly Derivation[]): readonly Stage[] {
  const [first] = derivations;
  const entity = model.entities.get(first?.entity ?? '');
  if (first === undefined || entity === undefined) return [];
  const fields = derivations.flatMap(({ field: name }) => {
    const field = entity.fields.get(name);
    return field === undefined ? [] : [{ field, value: derivedValue(model, entity, field) }];
  });
  const frozen = derivations.some(reaches) ? frozenRows(model, entity) : null;
  const definition = fields.map(({ field, value }) => `${field.column} = ${value}`).join('\n');
  const sources = [...new Map(derivations.flatMap((one) => one.sources).map((source) => [JSON.stringify(source), source])).values()];
  return [{ name: `${key}#${shortHash(definition)}`, key, rank: first.rank, entity, fields, sources, frozen }];
}
