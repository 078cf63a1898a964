import type { RowRule } from '../../access/policy.js';
import type { Entity } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { UserError, type Violation } from '../../kernel/user-error.js';
import type { Platform } from '../platform.js';
import { isSame } from './draft.js';
import type { Piece } from './complete.js';
import type { Unsettled } from './settle-draft.js';

/** Refuses fields that were sent, would change, and may not be written by the caller in any row. */
export function demandFieldRights({ platform, caller, pieces }: Pick<Unsettled, 'platform' | 'caller' | 'pieces'>, verb: 'create' | 'update'): void {
  const violations = pieces.flatMap((piece) =>
    changedGiven(piece)
      .filter((name) => ruleOf(platform, caller, piece.entity, name, verb).kind === 'none')
      .map((name): Violation => forbidden(piece.entity, caller, name, `${piece.pointer}/${name}`)),
  );
  const [first] = violations;
  if (first !== undefined) throw new UserError(403, 'record.field-forbidden', first.params ?? {}, violations);
}

/** Names of fields that were sent and differ from what was there. */
export function changedGiven({ draft, before, given }: Piece): readonly string[] {
  return [...given].filter((name) => !isSame(draft.values.get(name), before?.values.get(name)));
}

export function forbidden(entity: Entity, caller: Caller, name: string, pointer: string): Violation {
  const label = entity.fields.get(name)?.label;
  return { pointer, code: 'record.field-forbidden', params: { field: label === undefined ? name : textIn(label, caller.locale) } };
}

function ruleOf(platform: Platform, caller: Caller, entity: Entity, name: string, verb: 'create' | 'update'): RowRule {
  return platform.policyOf(caller).entity(entity.id).writableRows(name, verb);
}
