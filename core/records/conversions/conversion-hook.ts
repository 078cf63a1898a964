import { Exact } from '../../definitions/expressions/exact.js';
import { unitsOf } from './conversion-units.js';
import { askerOf } from '../../kernel/asker-of.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import type { WriteHook, WriteStep } from '../hooks.js';
import { isSame, type Draft } from '../write/draft.js';
import { conversionsInto, conversionsOf, type CountingConversion } from './conversions-of.js';
import { refreshDone } from './refresh-done.js';
import { seesQuantities } from './seen-lines.js';

/** Keeps on the lines of documents how much of them was taken by what was made of them, whichever way that is written, changed, cancelled or deleted. */
export const conversionHook: WriteHook = {
  appliesTo: (entity, model) => conversionsInto(model, entity).length > 0 || conversionsOf(model, entity).length > 0,
  check: (step) => Promise.resolve(conversionsOf(step.platform.model, step.entity).flatMap((conversion) => belowDone(step, conversion))),
  done: async (step) => {
    for (const conversion of conversionsInto(step.platform.model, step.entity)) {
      const { to, source, quantity } = conversion.lines;
      const now = sourcesOf(step.after, conversion);
      const taking = isReleased(step.after, conversion) ? [] : (step.after?.lines.get(to) ?? []);
      const places = new Map(taking.map((line, place) => [String(line.values.get(source)), `/${to}/${place}/${quantity.to}`]));
      await refreshDone(step, conversion, new Set([...sourcesOf(step.before, conversion), ...now]), { places });
    }
    for (const conversion of conversionsOf(step.platform.model, step.entity)) {
      const { from, quantity } = conversion.lines;
      const places = new Map((step.after?.lines.get(from) ?? []).map(({ id }, place) => [id, `/${from}/${place}/${quantity.from}`]));
      const other = [...places.keys()].filter((id) => isInOtherUnit(step, conversion, id));
      await refreshDone(step, conversion, new Set(other), { places, isRecounted: true });
    }
    return {};
  },
};

/** Whether what was made is in a state in which it takes nothing. */
function isReleased(draft: Draft | null, { released }: CountingConversion): boolean {
  return released.includes(String(draft?.values.get('state') ?? ''));
}

function sourcesOf(draft: Draft | null, { lines }: CountingConversion): readonly string[] {
  return (draft?.lines.get(lines.to) ?? []).flatMap((line) => {
    const id = line.values.get(lines.source);
    return typeof id === 'string' ? [id] : [];
  });
}

/** A line cannot become less than what was made of it. */
function belowDone(step: WriteStep, conversion: CountingConversion): readonly Violation[] {
  const { caller, entity, platform, after } = step;
  const { from, quantity } = conversion.lines;
  const isTold = seesQuantities(platform.policyOf(askerOf(caller)), conversion);
  const line = platform.model.entities.get(entity.fields.get(from)?.target ?? '');
  return (after?.lines.get(from) ?? []).flatMap(({ id, values }, index): readonly Violation[] => {
    // What was taken is counted anew once that is written.
    if (isInOtherUnit(step, conversion, id)) return [];
    const [there, taken] = [new Exact(String(values.get(quantity.from) ?? 0)), new Exact(String(values.get(quantity.done) ?? 0))];
    if (taken.lte(there) || taken.isZero()) return [];
    const pointer = `/${from}/${index}/${quantity.from}`;
    const field = textIn(line?.fields.get(quantity.from)?.label ?? quantity.from, caller.locale);
    if (!isTold) return [{ pointer, code: 'conversion.below-made', params: { field } }];
    return [{ pointer, code: 'conversion.below-done', params: { field, taken: taken.toFixed() } }];
  });
}

/** Whether what says the unit of a line of the record differs from before. */
function isInOtherUnit({ platform, before, after }: WriteStep, conversion: CountingConversion, id: string): boolean {
  const [name = '', second = ''] = unitsOf(platform.model, conversion)?.from ?? [];
  const lineOf = (draft: Draft | null): Draft | undefined => draft?.lines.get(conversion.lines.from)?.find((line) => line.id === id);
  const [old, now] = [lineOf(before), lineOf(after)];
  if (name === '' || old === undefined || now === undefined) return false;
  return name === 'parent' ? !isSame(before?.values.get(second), after?.values.get(second)) : !isSame(old.values.get(name), now.values.get(name));
}
