import type { ExchangeDeclaration, MoneyField } from '../../../schemas/generated/types.js';
import type { Entity, Field } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import type { Linking } from './linking.js';

/** Amounts in a currency of their own: what the rate is found by, what is converted, and what adds up to what. */
export function checkExchange(draft: EntityDraft, entity: Entity, linking: Linking): void {
  if (entity.exchange !== null) checkNames(entity.exchange, entity, below(draft.place, 'exchange'), linking);
  const owner = ownerOf(entity, linking.skeletons);
  for (const { declaration, place } of draft.fields.values())
    if (declaration.type === 'money' && (declaration.converts !== undefined || declaration.addsUpTo !== undefined))
      checkConverted(declaration, { entity, owner, exchange: owner?.exchange ?? null }, place, linking);
}

function checkNames(exchange: ExchangeDeclaration, entity: Entity, place: Place, { reporter, skeletons }: Linking): void {
  const played = (part: Entity['plays']): Entity | undefined => [...skeletons.values()].find(({ plays }) => plays === part);
  const currency = played('currency');
  const rates = played('exchange-rate')?.fields.get('rate');
  const fields = entity.kind === 'record' || entity.kind === 'document' ? [...entity.fields.values()].filter((field) => !field.isSystem) : [];
  const isCurrency = (field: Field): boolean => field.type === 'reference' && field.target === currency?.id;
  // No digit of a rate is lost on the way into the record.
  const isRate = (field: Field): boolean =>
    field.type === 'decimal' && !field.isComputed && !field.required && rates !== undefined && (field.scale ?? 0) >= (rates.scale ?? 0);
  const demand = (key: keyof ExchangeDeclaration, isFitting: (field: Field) => boolean): void => {
    const valid = fields.filter(isFitting).map((field) => field.name);
    if (!valid.includes(exchange[key])) reporter.unknownName('exchange.wrong-field', below(place, key), exchange[key], valid, remedies[key]);
  };
  demand('currency', isCurrency);
  demand('companyCurrency', isCurrency);
  demand('date', (field) => field.type === 'date');
  demand('rate', isRate);
}

const remedies: Readonly<Record<keyof ExchangeDeclaration, string>> = {
  currency: 'Name a reference of a record or document to the entity that plays currency.',
  companyCurrency: 'Name a reference of a record or document to the entity that plays currency, fetched from that of the company.',
  date: 'Name a date field of the record.',
  rate: 'Name a decimal field that may be empty and has no fewer decimals than "rate" of the entity that plays exchange-rate.',
};

/** Amounts of documents that are each in a currency of their own are summed up in that of the company. */
export function checkSums({ fields }: EntityDraft, entity: Entity, { reporter, skeletons }: Linking): void {
  for (const { declaration, place } of fields.values()) {
    if (declaration.type !== 'rollup' || declaration.entity === undefined || declaration.function === 'latest') continue;
    const summed = skeletons.get(declaration.entity);
    const owner = ownerOf(summed, skeletons);
    // Lines of the record itself are in its currency.
    if (summed === undefined || owner === undefined || owner === entity) continue;
    if (!isOwnAmount(summed.fields.get(declaration.of ?? ''), summed, owner)) continue;
    const converted = [...summed.fields.values()].filter(isConverted).map(({ name }) => name);
    reporter.report('rollup.mixed-currencies', below(place, 'of'), {
      found: `${declaration.of ?? ''}, which is in the currency of each ${owner.name}`,
      expected: `an amount in the currency of the company: ${converted.join(', ') || 'there is none'}`,
      remedy: 'Sum up the converted amount.',
    });
  }
}

/** The record itself, or that which the line belongs to. */
function ownerOf(entity: Entity | undefined, skeletons: Linking['skeletons']): Entity | undefined {
  return entity === undefined || entity.parent === null ? entity : skeletons.get(entity.parent.entity);
}

/** Whether the field is in the currency of its document. */
function isOwnAmount(field: Field | undefined, entity: Entity, { id, exchange }: Entity): boolean {
  return field !== undefined && exchange !== null && isAmount(field, `${id === entity.id ? '' : 'parent.'}${exchange.currency}`);
}

interface Within {
  readonly entity: Entity;
  /** The record itself, or that which the line belongs to. */
  readonly owner: Entity | undefined;
  readonly exchange: ExchangeDeclaration | null;
}

function checkConverted({ converts, addsUpTo, currency }: MoneyField, { entity, owner, exchange }: Within, place: Place, { reporter }: Linking): void {
  const prefix = entity === owner ? '' : 'parent.';
  const namesIn = (one: Entity | undefined, isFitting: (field: Field) => boolean): readonly string[] =>
    [...(one?.fields.values() ?? [])].filter(isFitting).map((field) => field.name);
  const sources = exchange === null ? [] : namesIn(entity, (field) => isAmount(field, `${prefix}${exchange.currency}`));
  if (converts === undefined || !sources.includes(converts))
    return reporter.unknownName(
      'converts.wrong-field',
      below(place, converts === undefined ? 'addsUpTo' : 'converts'),
      converts ?? addsUpTo ?? '',
      sources,
      'Convert an amount of the same record that is in the currency that "exchange" of its document names.',
    );
  const wanted = `${prefix}${exchange?.companyCurrency ?? ''}`;
  if (currency !== wanted)
    reporter.unknownName('converts.wrong-field', currency === undefined ? place : below(place, 'currency'), currency ?? 'no currency', [wanted]);
  const totals = namesIn(owner, isConverted)
    .filter((name) => entity !== owner || !leadsTo(name, entity, place))
    .map((name) => `${prefix}${name}`);
  if (addsUpTo !== undefined && !totals.includes(addsUpTo))
    reporter.unknownName(
      'converts.wrong-field',
      below(place, 'addsUpTo'),
      addsUpTo,
      totals,
      'Name a converted amount of the document that is no part of this one.',
    );
}

function isAmount({ type, declaration, converts }: Field, currency: string): boolean {
  const isStored = declaration?.type === 'money' || declaration?.type === 'formula';
  return type === 'money' && isStored && converts === null && declaration.currency === currency;
}

function isConverted({ converts }: Field): boolean {
  return converts !== null;
}

/** Whether a total is, by way of others, a part of the field at the place. */
function leadsTo(name: string, entity: Entity, place: Place): boolean {
  const wanted = place.pointer.split('/').at(-1);
  const seen = new Set<string>();
  for (let at: string | null | undefined = name; typeof at === 'string' && !seen.has(at); at = entity.fields.get(at)?.converts?.addsUpTo) {
    if (at === wanted) return true;
    seen.add(at);
  }
  return false;
}
