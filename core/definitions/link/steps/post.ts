import { fixedRecordType } from '../../expressions/entity-scope.js';
import type { ExpressionType } from '../../expressions/types.js';
import type { Entity } from '../../model.js';
import { below, type Place } from '../../parse/reporter.js';
import { kindsOf } from '../link-fields.js';
import type { Expressions } from './step.js';
import { elementType, entityAt, entityOfRecord, expression, optional, typeOf, type LinkStep, type StepLinking } from './step-linking.js';

/** Adds entries to a ledger. */
export const linkPost: LinkStep<'post'> = (declaration, place, steps) => {
  const ledger = ledgerAt(steps, declaration.ledger, below(place, 'ledger'));
  const balance = steps.linking.skeletons.get(ledger?.ledger?.balance ?? '');
  if (ledger === null || balance === undefined) return null;
  const each = optional(steps, declaration.each, below(place, 'each'), ['list']);
  const as = declaration.as ?? 'item';
  const element: ReadonlyMap<string, ExpressionType> = each === null ? new Map() : new Map([[as, elementType(each)]]);
  const of = optional(steps, declaration.of, below(place, 'of'), ['record']);
  if (of !== null) entityOfRecord(steps, of, below(place, 'of'));
  const inner: StepLinking = { ...steps, variables: new Map([...steps.variables, ...element]) };
  const posted = fixedRecordType('posted', Object.fromEntries((ledger.ledger?.measures ?? []).map((name) => [name, { kind: 'number' } as const])));
  demandDimensions(inner, ledger, declaration.dimensions, below(place, 'dimensions'));
  const figures = new Map([...element, ['balance', typeOf(steps, balance)] as const, ['posted', { kind: 'record', record: posted } as const] as const]);
  return {
    kind: 'post',
    ledger: ledger.id,
    of,
    only: optional(inner, declaration.when, below(place, 'when'), ['boolean']),
    each,
    as,
    date: optional(inner, declaration.date, below(place, 'date'), ['date']),
    dimensions: named(inner, ledger, 'dimensions', declaration.dimensions, below(place, 'dimensions')),
    measures: named(inner, ledger, 'measures', declaration.measures, below(place, 'measures'), figures),
    counter: declaration.counter === undefined ? null : named(inner, ledger, 'dimensions', declaration.counter, below(place, 'counter')),
    for: optional(inner, declaration.for, below(place, 'for'), ['record', 'text']),
  };
};

/** The ledger of that id. */
export function ledgerAt(steps: StepLinking, id: string, place: Place): Entity | null {
  const entity = entityAt(steps, id, place);
  if (entity === null || entity.ledger !== null) return entity;
  const ledgers = [...steps.linking.skeletons.values()].filter((one) => one.ledger !== null).map((one) => one.id);
  steps.linking.reporter.unknownName('step.unknown-ledger', place, id, ledgers);
  return null;
}

/** Every dimension has to be said; a second entry takes the others from the first. */
function demandDimensions({ linking }: StepLinking, { ledger, fields }: Entity, texts: Readonly<Record<string, string>>, place: Place): void {
  const valid = ledger?.dimensions ?? [];
  const missing = valid.filter((name) => texts[name] === undefined && fields.get(name)?.required === true);
  if (missing.length === 0) return;
  linking.reporter.report('step.missing-dimension', place, {
    found: Object.keys(texts).join(', '),
    expected: valid.join(', '),
    remedy: `Add ${missing.join(', ')}.`,
  });
}

/** Expressions for dimensions or measures. */
function named(
  steps: StepLinking,
  { ledger, fields }: Entity,
  key: 'dimensions' | 'measures',
  texts: Readonly<Record<string, string>>,
  place: Place,
  more: ReadonlyMap<string, ExpressionType> = new Map(),
): Expressions {
  const valid = ledger?.[key] ?? [];
  return new Map(
    Object.entries(texts).flatMap(([name, text]) => {
      const field = valid.includes(name) ? fields.get(name) : undefined;
      if (field !== undefined) return [[name, expression(steps, text, below(place, name), kindsOf(field), more)]];
      steps.linking.reporter.unknownName('step.unknown-field', below(place, name), name, valid);
      return [];
    }),
  );
}
