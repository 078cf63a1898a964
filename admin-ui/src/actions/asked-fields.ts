import type { MetaEntity, MetaField, MetaTransition } from '../../../schemas/generated/types.js';
import { fieldOf } from '../meta/meta-context.js';
import type { Values } from '../record/use-draft.js';

/** What the dialog of a transition asks: its own questions, its reason, and what the next state requires and the record does not have. Of several records nobody knows what they have. */
export function askedFields(entity: MetaEntity, transition: MetaTransition, record: ReadonlyMap<string, unknown> | null): readonly MetaField[] {
  const kept = transition.asks.flatMap(({ field: name, always }) => {
    const field = fieldOf(entity, name);
    const isFilled = (record?.get(name) ?? null) !== null;
    if (field === null || (isFilled && !always)) return [];
    // Of several records some may have it already, and those need no answer.
    return [{ ...field, required: always || record !== null, writable: true, changeable: true }];
  });
  return [...transition.input, ...kept];
}

/** The reason that was given before, to be confirmed or changed. */
export function knownAnswers(transition: MetaTransition, record: ReadonlyMap<string, unknown> | null): Values {
  const known = transition.asks.filter(({ field, always }) => always && (record?.get(field) ?? null) !== null).map(({ field }) => [field, record?.get(field)]);
  return known.length === 0 ? noAnswers : { ...Object.fromEntries(known), _labels: record?.get('_labels') };
}

const noAnswers: Values = {};
