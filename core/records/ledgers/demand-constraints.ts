import { evaluate } from '../../definitions/expressions/evaluate.js';
import { clockAt } from '../../definitions/expressions/clock-at.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import type { Field } from '../../definitions/model.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import { KnownRecords } from '../known-records.js';
import { companyTimeZone } from '../write/compute.js';
import { placeKey, type Place } from './balance-rows.js';
import { figure, wireOf } from './figures.js';
import type { Posting, Stand } from './post-entries.js';
import type { Entry } from './write-entries.js';

/** Refuses a posting that would leave a balance against a constraint, naming the place and the figures there would be. The database holds the same constraints, for what comes another way. */
export async function demandConstraints(posting: Posting, { tables, balances }: Stand, entries: readonly Entry[]): Promise<void> {
  const { ledger } = tables;
  if (ledger.constraints.size === 0) return;
  const places = new Map(entries.map((entry) => [placeKey(entry.place, tables.dimensions), entry.place]));
  for (const [key, place] of places) {
    const figures = tables.measures.map((field): readonly [string, FieldValue] => [
      field.name,
      wireOf(field, figure(balances.get(key) ?? new Map(), field.name)),
    ]);
    const records = new KnownRecords(posting.platform.model, posting.tx);
    const record = records.given(tables.balances, { ...Object.fromEntries(place), ...Object.fromEntries(figures) });
    const environment = { record, variables: new Map(), ...clockAt(new Date(), companyTimeZone) };
    for (const { declaration, expression } of ledger.constraints.values()) {
      if (evaluate(expression, environment) === true) continue;
      const label = (await labelsOf(posting, tables.dimensions, place)).join(' · ');
      const read = new Set(expression.reads.map(([name]) => name));
      const shown = tables.measures.filter((field) => read.has(field.name));
      const there = shown.map(
        (field) => `${textIn(field.label, posting.caller.locale)}: ${plain(wireOf(field, figure(balances.get(key) ?? new Map(), field.name)))}`,
      );
      throw new UserError(409, 'ledger.constraint', { message: textIn(declaration.message, posting.caller.locale), place: label, figures: there.join(', ') });
    }
  }
}

function plain(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/u, '') : text;
}

/** How the records of a place are called. */
async function labelsOf({ platform, tx }: Posting, dimensions: readonly Field[], place: Place): Promise<readonly string[]> {
  const records = new KnownRecords(platform.model, tx);
  return records.settle(() =>
    dimensions.flatMap((field) => {
      const content = place.get(field.name);
      const target = platform.model.entities.get(field.target ?? '');
      if (content === null || content === undefined) return [];
      if (target === undefined || typeof content !== 'string') return [String(content)];
      const title = records.reference(target, content).get('_label');
      return typeof title === 'string' ? [title] : [];
    }),
  );
}
