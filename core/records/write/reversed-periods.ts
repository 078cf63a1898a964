import type { Entity } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import type { Draft } from './draft.js';

/** Periods that end before they begin; where the end does not belong to the period, also those without a moment. */
export function reversedPeriods(caller: Caller, entity: Entity, draft: Draft, pointer: string): readonly Violation[] {
  const wrong = [...entity.noOverlap.values()].filter(({ from, to, isInclusive }) => {
    // Days and instants in canonical form sort as text.
    const [start, end] = [draft.values.get(from), draft.values.get(to)];
    return typeof start === 'string' && typeof end === 'string' && (end < start || (end === start && !isInclusive));
  });
  const label = (name: string): string => textIn(entity.fields.get(name)?.label ?? name, caller.locale);
  return [...new Map(wrong.map((rule) => [rule.to, rule])).values()].map(({ from, to }) => ({
    pointer: `${pointer}/${to}`,
    code: 'record.period-reversed',
    params: { from: label(from), to: label(to) },
  }));
}
