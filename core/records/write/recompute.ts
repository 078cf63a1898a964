import type { Executor } from '../../data/database.js';
import type { Entity, Model } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import type { Violation } from '../../kernel/user-error.js';
import type { Platform } from '../platform.js';
import { computedFields, computeValues } from './compute-values.js';
import { computed, computingFor, keptKey } from './computing.js';
import { isSame, type Draft } from './draft.js';
import { lockRecord } from './load-draft.js';
import { formulasSql, type Formulas } from './write-sql.js';

/** What differs from case to case. */
export interface RecomputeOptions {
  /** A frozen record gets what it lacks and keeps what it has. */
  readonly keepsFrozen?: boolean;
}

/** Brings the formulas of a record and its lines up to date when what they read was written beside them; gives what could not be computed and is empty. It is no change of the record: neither its version nor its history moves. */
export async function recompute(
  platform: Pick<Platform, 'model'>,
  tx: Executor,
  caller: Caller,
  entity: Entity,
  id: string,
  options: RecomputeOptions = {},
): Promise<readonly Violation[]> {
  const { model } = platform;
  const locked = await lockRecord(model, tx, entity, id, new Map(), 'NO KEY UPDATE');
  if (locked === null) return [];
  const before = locked.draft;
  const copy = (draft: Draft): Draft => ({
    id: draft.id,
    values: new Map(draft.values),
    lines: new Map([...draft.lines].map(([name, lines]) => [name, lines.map(copy)])),
  });
  const after = copy(before);
  const isFrozen = entity.lifecycle?.states.get(String(before.values.get('state')))?.isFrozen === true;
  const kept = options.keepsFrozen === true && isFrozen ? keptOf(model, entity, before) : new Set<string>();
  const violations = await computed(model, caller, tx, (computing) => computeValues({ ...computingFor(computing, entity, after), kept }, entity, after));
  const changed = (owner: Entity, one: Draft, other: Draft | undefined): readonly string[] =>
    computedFields(owner)
      .map((field) => field.name)
      .filter((name) => !kept.has(keptKey(one, name)) && !isSame(one.values.get(name), other?.values.get(name)));
  const parts: Formulas[] = [{ entity, drafts: [after], names: changed(entity, after, before) }];
  for (const [name, lines] of after.lines) {
    const line = model.entities.get(entity.fields.get(name)?.target ?? '');
    if (line === undefined) continue;
    const old = new Map((before.lines.get(name) ?? []).map((one) => [one.id, one]));
    const moved = lines.filter((one) => changed(line, one, old.get(one.id)).length > 0);
    parts.push({ entity: line, drafts: moved, names: [...new Set(moved.flatMap((one) => changed(line, one, old.get(one.id))))] });
  }
  const some = parts.filter(({ drafts, names }) => drafts.length > 0 && names.length > 0);
  if (some.length > 0) await tx.text(formulasSql(some, caller));
  return violations;
}

/** What a record and its lines have of all that is computed; of a list that is empty nobody knows whether it was. */
function keptOf(model: Model, entity: Entity, draft: Draft): ReadonlySet<string> {
  const own = computedFields(entity).filter(({ name }) => !isSame(draft.values.get(name), null) && !isSame(draft.values.get(name), []));
  const ofLines = [...draft.lines].flatMap(([name, lines]) => {
    const line = model.entities.get(entity.fields.get(name)?.target ?? '');
    return line === undefined ? [] : lines.flatMap((one) => [...keptOf(model, line, one)]);
  });
  return new Set([...own.map(({ name }) => keptKey(draft, name)), ...ofLines]);
}
