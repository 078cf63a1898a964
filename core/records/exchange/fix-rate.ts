import type { Executor } from '../../data/database.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { RecordValue } from '../../definitions/expressions/record-value.js';
import type { Value } from '../../definitions/expressions/value.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import { companyOf } from '../functions/company-of.js';
import type { Platform } from '../platform.js';
import { asKept, type Piece } from '../write/complete.js';
import { computed, type Computing } from '../write/computing.js';
import { isSame, type Draft } from '../write/draft.js';
import { ratesOn, type RateQuestion } from './rates-on.js';

/**
 * Fixes the rate at which the amounts of a record are converted: 1 in the currency of the company itself, else the one that was written, else the one
 * that is valid on the day of the record. It is looked up anew when currency, company or day change; one that was agreed outlives another day, and is kept
 * beside it whether it was: the rates of a day may change later. What is frozen keeps its rate.
 */
export async function fixRate(platform: Platform, caller: Caller, executor: Executor, piece: Piece): Promise<readonly Violation[]> {
  const { entity, draft, before } = piece;
  const { exchange } = entity;
  const field = entity.fields.get(exchange?.rate ?? '');
  if (exchange === null || field === undefined || isFrozen(entity, before)) return [];
  const { now, old } = await computed(platform.model, caller, executor, (computing) => ({
    now: questionOf(computing, entity, draft),
    old: before === null ? null : questionOf(computing, entity, before),
  }));
  const rate = textAt(draft, field.name);
  const isWritten = rate !== null && piece.given.has(field.name) && !isSame(rate, before?.values.get(field.name));
  if (isWritten && !(Number(rate) > 0))
    return [{ pointer: `/${field.name}`, code: 'exchange.not-positive', params: { field: textIn(field.label, caller.locale), found: rate } }];
  if (now === null) return [];
  draft.values.set(exchange.currency, now.currency);
  draft.values.set(exchange.companyCurrency, now.against);
  if (now.currency === now.against) keep(draft, field, '1', false);
  else if (isWritten) keep(draft, field, rate, await isAgreed(platform.model, executor, now, asKept(field, rate)));
  else return lookUp({ platform, caller, executor, field, draft }, now, old);
  return [];
}

function keep({ values }: Draft, field: Field, rate: string | null, isAgreed: boolean): void {
  values.set(field.name, rate === null ? null : asKept(field, rate));
  values.set('rateAgreed', isAgreed);
}

/** What differs from the rate of the day is agreed. */
async function isAgreed(model: Model, executor: Executor, question: RateQuestion, rate: FieldValue): Promise<boolean> {
  const [found = null] = await ratesOn(model, executor, [question]);
  return found === null || Number(found) !== Number(rate);
}

interface Fixing {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly executor: Executor;
  /** The field that the rate is kept in. */
  readonly field: Field;
  readonly draft: Draft;
}

async function lookUp({ platform, caller, executor, field, draft }: Fixing, now: RateQuestion, old: RateQuestion | null): Promise<readonly Violation[]> {
  const rate = textAt(draft, field.name);
  const kept = rate !== null && old !== null && isSameButDay(old, now) ? old : null;
  if (kept?.day === now.day) return [];
  if (kept !== null && (draft.values.get('rateAgreed') ?? (await isAgreed(platform.model, executor, kept, rate))) === true) return [];
  const [found = null] = await ratesOn(platform.model, executor, [now]);
  keep(draft, field, found, false);
  if (found !== null || now.day === null) return [];
  const names = await namesOf(platform.model, caller, executor, now);
  return [{ pointer: `/${field.name}`, code: 'exchange.no-rate', params: { ...names, day: now.day } }];
}

function isSameButDay(one: RateQuestion, other: RateQuestion): boolean {
  return one.currency === other.currency && one.against === other.against && one.company === other.company;
}

/** What the rate of a record is looked up by; null while it has no currency, or its company none. */
function questionOf(computing: Computing, entity: Entity, draft: Draft): RateQuestion | null {
  const { exchange } = entity;
  if (exchange === null) return null;
  const currency = textAt(draft, exchange.currency) ?? fetchedId(computing, entity, draft, exchange.currency);
  const against = textAt(draft, exchange.companyCurrency) ?? fetchedId(computing, entity, draft, exchange.companyCurrency);
  if (currency === null || against === null) return null;
  const company = companyOf(computing.model, computing.known, entity, (name) => draft.values.get(name));
  return { currency, against, company, day: textAt(draft, exchange.date) };
}

/** What a record that was made before the field came would have fetched. */
function fetchedId({ model, known }: Computing, entity: Entity, draft: Draft, name: string): string | null {
  const [first = '', ...rest] = entity.fields.get(name)?.fetch ?? [];
  const target = model.entities.get(entity.fields.get(first)?.target ?? '');
  const id = textAt(draft, first);
  if (target === undefined || id === null) return null;
  const end = rest.reduce<Value>((at, step) => (at instanceof RecordValue ? at.get(step) : null), known.reference(target, id));
  return end instanceof RecordValue ? end.id : null;
}

/** What a rate was looked for by, as people call it. */
async function namesOf(
  model: Model,
  caller: Caller,
  executor: Executor,
  { currency, against, company }: RateQuestion,
): Promise<{ readonly currency: string; readonly against: string; readonly company: string }> {
  return computed(model, caller, executor, ({ known }) => {
    const nameOf = (part: 'currency' | 'company', id: string): string => {
      const entity = model.played.get(part);
      return entity === undefined ? id : String(known.reference(entity, id).get('_label') ?? id);
    };
    return { currency: nameOf('currency', currency), against: nameOf('currency', against), company: company === null ? '—' : nameOf('company', company) };
  });
}

function isFrozen(entity: Entity, before: Draft | null): boolean {
  return before !== null && entity.lifecycle?.states.get(textAt(before, 'state') ?? '')?.isFrozen === true;
}

function textAt({ values }: Draft, name: string): string | null {
  const value = values.get(name);
  return typeof value === 'string' ? value : null;
}
