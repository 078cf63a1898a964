import { linesOf } from '../../definitions/lines-of.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { quoted } from '../quoted.js';
import { shortHash } from '../sql-name.js';
import { ledgerRollupStatements, ownValueStatements, hasServerFormulas } from './own-values.js';

/**
 * What saves and postings compute in the records of one entity and their lines, from these and from ledgers. They do so themselves; marks are made for what was written before it was
 * declared as it is now.
 */
export interface OwnStage {
  /** The same as long as everything is computed in the same way. */
  readonly name: string;
  readonly key: string;
  readonly rank: number;
  readonly entity: Entity;
  /** Of which rows are written with those of the entity. */
  readonly lines: readonly Entity[];
  /** Fields of the record and its lines, for people. */
  readonly fields: readonly string[];
  /** PL/pgSQL over the uuid[] `held`, one after the other; none of what a process computes, which knows functions that SQL does not. */
  readonly statements: readonly string[];
}

/** What other records read comes before what is derived from it. */
const ownRank = 0;
/** Marks of this rank are followed by processes. */
export const serverRank = 1_000_000;

const known = new WeakMap<Model, readonly OwnStage[]>();

/** Every stage of this kind. */
export function ownStagesOf(model: Model): readonly OwnStage[] {
  const before = known.get(model);
  if (before !== undefined) return before;
  const stages = [...model.entities.values()].flatMap((entity) => (entity.balanceOf === null ? recordStages(model, entity) : balanceStage(entity)));
  known.set(model, stages);
  return stages;
}

function recordStages(model: Model, entity: Entity): readonly OwnStage[] {
  if (entity.parent !== null || entity.query !== null || entity.ledger !== null) return [];
  const which = { ids: 'held', keepsFrozen: true };
  const isServers = hasServerFormulas(model, entity);
  const own = [...ledgerRollupStatements(model, entity, which), ...ownValueStatements(model, entity, which)];
  const isOwn = (field: Field): boolean => field.formula !== null || field.converts !== null || isLedgerRollup(field);
  const fields = fieldsOf(model, entity, isOwn);
  const lines = linesOf(model, entity).filter((line) => [...line.fields.values()].some((field) => !field.isDerived && isOwn(field)));
  return [
    ...(own.length === 0 ? [] : [stageOf(entity, { key: entity.id, rank: ownRank, lines, fields, statements: own }, own)]),
    ...(isServers ? [serverStage(model, entity)] : []),
  ];
}

/** All that is computed at a save, because one may read the other. */
function serverStage(model: Model, entity: Entity): OwnStage {
  const texts = [entity, ...linesOf(model, entity)].flatMap((one) => one.formulas.map((field) => [one.id, field.name, field.formula?.text, field.converts]));
  const fields = fieldsOf(model, entity, (field) => field.formula !== null || field.converts !== null);
  return stageOf(entity, { key: `${entity.id}!`, rank: serverRank, lines: [], fields, statements: [] }, texts);
}

/** Formulas of balances follow by trigger whenever a row is written. */
function balanceStage(entity: Entity): readonly OwnStage[] {
  const [first] = entity.formulas;
  if (first === undefined) return [];
  const statements = [
    `PERFORM set_config('trellis.rebuild', 'on', true)`,
    `UPDATE ${quoted(entity.table)} t SET ${quoted(first.column)} = NULL WHERE t.id = ANY(held)`,
    `PERFORM set_config('trellis.rebuild', 'off', true)`,
  ];
  const texts = entity.formulas.map((field) => [field.name, field.formula?.text]);
  const fields = entity.formulas.map(({ name }) => `${entity.id}.${name}`);
  return [stageOf(entity, { key: entity.id, rank: ownRank, lines: [], fields, statements }, texts)];
}

function stageOf(entity: Entity, stage: Omit<OwnStage, 'name' | 'entity'>, definition: unknown): OwnStage {
  return { ...stage, entity, name: `${stage.key}#${shortHash(JSON.stringify(definition))}` };
}

function fieldsOf(model: Model, entity: Entity, isMeant: (field: Field) => boolean): readonly string[] {
  return [entity, ...linesOf(model, entity)].flatMap((one) =>
    [...one.fields.values()].filter((field) => !field.isDerived && isMeant(field)).map(({ name }) => `${one.id}.${name}`),
  );
}

function isLedgerRollup({ declaration, rollup }: Field): boolean {
  return declaration?.type === 'rollup' && rollup === null;
}
