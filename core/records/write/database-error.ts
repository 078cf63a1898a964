import { unbalancedState } from '../../data/ledgers/ledger-routines.js';
import { allLedgers, balanceChecks } from '../../data/ledgers/ledger-tables.js';
import { uniqueKeysOf } from '../../data/unique-keys.js';
import { treeCycleState, treeDepthState } from '../../data/tree-routines.js';
import { linesOf } from '../../definitions/lines-of.js';
import type { Entity, Model } from '../../definitions/model.js';
import type { Platform } from '../platform.js';
import { overlapError } from './overlap-error.js';
import type { Caller } from '../../kernel/caller.js';
import { errorCode } from '../../kernel/error-code.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';

/** What PostgreSQL refused, said as the caller can mend it; anything else comes back as it is. */
export async function readableError(error: unknown, platform: Platform, entity: Entity, caller: Caller): Promise<unknown> {
  const { model } = platform;
  const code = errorCode(error);
  if (code === '23P01')
    return (await overlapError(platform, entity, caller, { name: memberOf(error, 'constraint'), other: memberOf(error, 'detail') })) ?? error;
  if (code === '23505') return uniqueError(model, entity, caller, memberOf(error, 'constraint')) ?? error;
  if (code === '23503' && !memberOf(error, 'detail').includes('still referenced'))
    return new UserError(422, 'record.no-such-reference', { field: memberOf(error, 'constraint'), entity: '' });
  if (code === '23514') return constraintError(model, caller, memberOf(error, 'constraint')) ?? error;
  if (code === treeCycleState || code === treeDepthState) return treeError(code, entity, caller);
  if (code === unbalancedState) return new UserError(409, 'ledger.unbalanced', { ledger: memberOf(error, 'table') });
  return plainErrors.get(code ?? '')?.() ?? error;
}

function uniqueError(model: Model, entity: Entity, caller: Caller, constraint: string): UserError | null {
  for (const owner of [entity, ...linesOf(model, entity)]) {
    const key = uniqueKeysOf(owner).find((one) => one.name === constraint);
    if (key === undefined) continue;
    if (key.nullsAreEqual) return new UserError(409, 'record.scope-taken');
    const params = {
      entity: textIn(owner.label, caller.locale).toLowerCase(),
      fields: key.fields
        .filter(({ name }) => name !== 'parent')
        .map((field) => textIn(field.label, caller.locale))
        .join(', '),
    };
    const pointers = owner === entity ? key.fields.map((field) => `/${field.name}`) : [''];
    return new UserError(
      422,
      'record.not-unique',
      params,
      pointers.map((pointer) => ({ pointer, code: 'record.not-unique', params })),
    );
  }
  for (const { entries } of allLedgers(model)) if (uniqueKeysOf(entries).some((key) => key.name === constraint)) return new UserError(409, 'ledger.reversed');
  return null;
}

/** What the database itself held when a balance came another way than through a posting's own look at it. */
function constraintError(model: Model, caller: Caller, name: string): UserError | null {
  for (const tables of allLedgers(model)) {
    const check = balanceChecks(model, tables).find((one) => one.name === name);
    const message = tables.ledger.constraints.get(check?.key ?? '')?.declaration.message;
    if (message !== undefined)
      return new UserError(409, 'ledger.constraint', {
        message: textIn(message, caller.locale),
        place: textIn(tables.balances.label, caller.locale),
        figures: '',
      });
  }
  return null;
}

/** What says all by its code. */
const plainErrors: ReadonlyMap<string, () => UserError> = new Map([
  ['22000', () => new UserError(422, 'record.invalid', { count: 1 })],
  ['22003', () => new UserError(422, 'record.number-too-large')],
  ['40P01', () => new UserError(409, 'record.try-again')],
  ['40001', () => new UserError(409, 'record.try-again')],
]);

/** A place in a tree that is none. */
function treeError(code: string, entity: Entity, caller: Caller): UserError {
  const name = entity.tree?.parent ?? '';
  const params = { field: textIn(entity.fields.get(name)?.label ?? name, caller.locale), most: entity.tree?.maxDepth ?? 0 };
  const what = code === treeCycleState ? 'record.tree-cycle' : 'record.tree-depth';
  return new UserError(422, what, params, entity.tree === null ? [] : [{ pointer: `/${name}`, code: what, params }]);
}

/** A member of PostgreSQL's error, as text. */
export function memberOf(error: unknown, name: string): string {
  if (typeof error !== 'object' || error === null) return '';
  const member: unknown = new Map<string, unknown>(Object.entries(error)).get(name);
  return typeof member === 'string' ? member : '';
}
