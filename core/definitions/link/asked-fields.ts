import type { TransitionDeclaration } from '../../../schemas/generated/types.js';
import type { Asked, Field, State } from '../model.js';

/** Types of which one plain value can be asked in a dialog. */
export const notAskable: ReadonlySet<string> = new Set([
  'lines',
  'many-to-many',
  'formula',
  'rollup',
  'sequence',
  'image',
  'file',
  'files',
  'signature',
  'any-reference',
  'address',
]);

/** Fields of the record that a transition asks for: its reason, and what the state it leads to requires. What it sets itself, and what nobody writes, is not asked. */
export function askedFields(
  declaration: TransitionDeclaration,
  states: ReadonlyMap<string, State>,
  fields: ReadonlyMap<string, Field>,
): ReadonlyMap<string, Asked> {
  const required = states.get(declaration.to ?? '')?.declaration.required ?? [];
  const names = new Set([...(declaration.reason === undefined ? [] : [declaration.reason]), ...required]);
  return new Map(
    [...names].flatMap((name) => {
      const field = fields.get(name);
      const isSet = Object.hasOwn(declaration.set ?? {}, name);
      if (field === undefined || isSet || !isAskable(field)) return [];
      return [[name, { field, isReason: name === declaration.reason }] as const];
    }),
  );
}

function isAskable(field: Field): boolean {
  return !field.isSystem && !field.isComputed && !field.readOnly && !notAskable.has(field.declaration?.type ?? '');
}
