import type { LedgerTables } from '../../data/ledgers/ledger-tables.js';
import { evaluate } from '../../definitions/expressions/evaluate.js';
import { Exact } from '../../definitions/expressions/exact.js';
import { wholeDigits } from '../../definitions/field-types/decimal.js';
import { clockAt } from '../../definitions/expressions/clock-at.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import type { Field, LedgerConstraint } from '../../definitions/model.js';
import { askerOf } from '../../kernel/asker-of.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import { KnownRecords } from '../known-records.js';
import { standardTimeZone } from '../../kernel/time-zone.js';
import { placeKey, type Place } from './balance-rows.js';
import { figure, wireOf, type Figures } from './figures.js';
import type { Posting, Stand } from './post-entries.js';
import type { Entry } from './write-entries.js';

/**
 * Refuses a posting that would leave a balance against a constraint, or larger than the ledger can keep, naming the place and the figures there.
 * The database holds the same constraints, for what comes another way.
 */
export async function demandConstraints(posting: Posting, { tables, balances }: Stand, entries: readonly Entry[]): Promise<void> {
  const places = new Map(entries.map((entry) => [placeKey(entry.place, tables.dimensions), entry.place]));
  for (const [key, place] of places) {
    const after = balances.get(key) ?? new Map();
    const added = entries.filter((entry) => placeKey(entry.place, tables.dimensions) === key).map(({ figures }) => figures);
    const large = tables.measures.find((field) => [after, ...added].some((figures) => figure(figures, field.name).abs().gte(tooLarge)));
    if (large !== undefined) {
      const measure = textIn(large.label, posting.caller.locale);
      throw new UserError(422, 'ledger.too-large', { place: await placeLabel(posting, tables.dimensions, place), measure, most: wholeDigits });
    }
    const broken = brokenConstraint(posting, tables, place, after);
    if (broken === undefined) continue;
    const message = textIn(broken.declaration.message, posting.caller.locale);
    const figures = shownFigures(posting, tables, broken, after, added);
    throw new UserError(409, 'ledger.constraint', { message, place: await placeLabel(posting, tables.dimensions, place), figures });
  }
}

const tooLarge = new Exact(10).pow(wholeDigits);

function brokenConstraint({ platform, tx }: Posting, { ledger, balances, measures }: LedgerTables, place: Place, after: Figures): LedgerConstraint | undefined {
  if (ledger.constraints.size === 0) return undefined;
  const figures = measures.map((field): readonly [string, FieldValue] => [field.name, wireOf(field, figure(after, field.name))]);
  const record = new KnownRecords(platform.model, tx).given(balances, { ...Object.fromEntries(place), ...Object.fromEntries(figures) });
  const environment = { record, variables: new Map(), ...clockAt(new Date(), standardTimeZone) };
  return [...ledger.constraints.values()].find(({ expression }) => evaluate(expression, environment) !== true);
}

/** Each figure that the constraint reads, as it is and as it would become, to those who see such figures at all. */
function shownFigures(
  { caller, platform }: Posting,
  { measures, balances }: LedgerTables,
  { expression }: LedgerConstraint,
  after: Figures,
  added: readonly Figures[],
): string {
  const rights = platform.policyOf(askerOf(caller)).entity(balances.id);
  const read = new Set(expression.reads.map(([name]) => name));
  const shown = measures
    .filter((field) => read.has(field.name) && rights.fieldRows(field.name).kind !== 'none')
    .map((field) => {
      const then = figure(after, field.name);
      const before = added.reduce((left, figures) => left.minus(figure(figures, field.name)), then);
      const [was, becomes] = [before, then].map((number) => plain(wireOf(field, number)));
      return `${textIn(field.label, caller.locale)}: ${was === becomes ? was : `${was} → ${becomes}`}`;
    });
  return shown.join(', ');
}

function plain(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/u, '') : text;
}

/** How the records of a place are called. */
async function placeLabel({ platform, tx }: Posting, dimensions: readonly Field[], place: Place): Promise<string> {
  const records = new KnownRecords(platform.model, tx);
  const labels = await records.settle(() =>
    dimensions.flatMap((field) => {
      const content = place.get(field.name);
      const target = platform.model.entities.get(field.target ?? '');
      if (content === null || content === undefined) return [];
      if (target === undefined || typeof content !== 'string') return [String(content)];
      const title = records.reference(target, content).get('_label');
      return typeof title === 'string' ? [title] : [];
    }),
  );
  return labels.join(' · ');
}
