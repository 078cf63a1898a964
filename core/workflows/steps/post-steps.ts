import type { Decimal } from 'decimal.js';
import { allLedgers, ledgerTables, type LedgerTables } from '../../data/ledgers/ledger-tables.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import { clockAt } from '../../definitions/expressions/clock-at.js';
import { evaluate } from '../../definitions/expressions/evaluate.js';
import { fixedRecordType } from '../../definitions/expressions/entity-scope.js';
import { DateValue } from '../../definitions/expressions/date-value.js';
import { RecordValue } from '../../definitions/expressions/record-value.js';
import { isNumber, valueFromWire, valueToWire, type Value } from '../../definitions/expressions/value.js';
import type { Expressions, StepOf } from '../../definitions/link/steps/step.js';
import type { Field } from '../../definitions/model.js';
import { standardTimeZone } from '../../kernel/time-zone.js';
import type { Place } from '../../records/ledgers/balance-rows.js';
import { figure, wireOf as figureText, type Figures } from '../../records/ledgers/figures.js';
import { postEntries, type Posting, type WantedEntry } from '../../records/ledgers/post-entries.js';
import { reverseEntries } from '../../records/ledgers/reverse-entries.js';
import { elements } from './field-input.js';
import type { RunStep } from './run-step.js';
import { environmentOf, valueNow, valueOf, type StepRun, type Subject } from './step-run.js';
import { subjectOf } from './write-steps.js';

/** Adds entries to a ledger for the record that the steps are about, or for another that they name. */
export const runPost: RunStep<'post'> = async (run, step) => {
  const tables = ledgerTables(run.platform.model, step.ledger);
  const source = await subjectOf(run, step.of);
  const list = await elements(run, step.each, step.as);
  // All elements at once, so that the records that they look into are loaded together.
  const chosen = await run.records.settle(() => list.filter((more) => step.only === null || valueNow(run, step.only, more) === true));
  const readsPosted = [...step.measures.values()].some(({ text }) => /\bposted\b/u.test(text));
  const wanted = await run.records.settle(() =>
    chosen.map((more): WantedEntry => {
      const place = placeOf(run, tables.dimensions, step.dimensions, more);
      return {
        place,
        counter: step.counter === null ? null : new Map([...place, ...placeOf(run, tables.dimensions, step.counter, more, false)]),
        countsFor: countsForOf(run, step, more, source),
        readsPosted,
        measures: (balance, posted) => measuresOf(run, tables, step.measures, { more, place, balance, posted }),
      };
    }),
  );
  await postEntries(await postingOf(run, step.ledger, await dateOf(run, step.date, chosen[0]), source), wanted);
  run.records.forget();
  return null;
};

/** Takes back what a record posted. */
export const runReverse: RunStep<'reverse'> = async (run, step) => {
  const of = await subjectOf(run, step.of);
  const date = await dateOf(run, step.date);
  const ledgers = step.ledger === null ? allLedgers(run.platform.model).map(({ entries }) => entries.id) : [step.ledger];
  for (const ledger of ledgers) await reverseEntries(await postingOf(run, ledger, date, await subjectOf(run, null)), of.id);
  run.records.forget();
  return null;
};

async function postingOf(run: StepRun, ledger: string, date: string, source: Subject): Promise<Posting> {
  const environment = { ...clockAt(new Date(), standardTimeZone), variables: new Map(), record: run.records.reference(source.entity, source.id) };
  const label = await run.records.settle(() => evaluate(source.entity.title, environment));
  const text = valueToWire(label);
  const { platform, tx, caller } = run;
  return { platform, tx, caller, ledger, date, source: { entity: source.entity.id, id: source.id, label: typeof text === 'string' ? text : null } };
}

async function dateOf(run: StepRun, date: CheckedExpression | null, more: ReadonlyMap<string, Value> = new Map()): Promise<string> {
  const value = date === null ? null : await valueOf(run, date, more);
  return value instanceof DateValue ? value.text : run.records.settle(() => environmentOf(run, new Map()).today.text);
}

function placeOf(run: StepRun, dimensions: readonly Field[], texts: Expressions, more: ReadonlyMap<string, Value>, isWhole = true): Place {
  const place = new Map<string, FieldValue>();
  for (const field of dimensions) {
    const expression = texts.get(field.name);
    if (expression === undefined && !isWhole) continue;
    const wire = expression === undefined ? null : valueToWire(valueNow(run, expression, more));
    place.set(field.name, typeof wire === 'string' || typeof wire === 'boolean' ? wire : null);
  }
  return place;
}

function countsForOf(run: StepRun, step: StepOf<'post'>, more: ReadonlyMap<string, Value>, source: Subject): string | null {
  const said = step.for === null ? (more.get(step.as) ?? null) : valueNow(run, step.for, more);
  if (said instanceof RecordValue) return said.id ?? source.id;
  return typeof said === 'string' ? said : source.id;
}

interface At {
  readonly more: ReadonlyMap<string, Value>;
  readonly place: Place;
  readonly balance: Figures;
  readonly posted: Figures;
}

async function measuresOf(
  run: StepRun,
  { balances, measures }: LedgerTables,
  texts: Expressions,
  { more, place, balance, posted }: At,
): Promise<ReadonlyMap<string, Decimal>> {
  const row = plainFigures(measures, balance);
  const before = run.records.given(balances, { ...Object.fromEntries(place), ...row });
  const own = { ...clockAt(new Date(), standardTimeZone), record: before, variables: new Map<string, Value>() };
  const formulas = balances.formulas.map((field): readonly [string, unknown] => [
    field.name,
    field.formula === null ? null : valueToWire(evaluate(field.formula, own)),
  ]);
  const whole = run.records.given(balances, { ...Object.fromEntries(place), ...row, ...Object.fromEntries(formulas) });
  const record = fixedRecordType('posted', Object.fromEntries(measures.map((field) => [field.name, { kind: 'number' } as const])));
  const known = valueFromWire({ kind: 'record', record }, plainFigures(measures, posted));
  const names = new Map<string, Value>([...more, ['balance', whole], ['posted', known]]);
  const values = await run.records.settle(() => [...texts].map(([name, expression]) => [name, valueNow(run, expression, names)] as const));
  return new Map(values.flatMap(([name, value]) => (isNumber(value) ? [[name, value] as const] : [])));
}

function plainFigures(measures: readonly Field[], figures: Figures): Readonly<Record<string, string>> {
  return Object.fromEntries(measures.map((field) => [field.name, figureText(field, figure(figures, field.name))]));
}
