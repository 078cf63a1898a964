import { clockAt } from '../../definitions/expressions/clock-at.js';
import { entityRecordType, fieldExpressionType, userRecordType } from '../../definitions/expressions/entity-scope.js';
import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import type { Environment } from '../../definitions/expressions/environment.js';
import { evaluate } from '../../definitions/expressions/evaluate.js';
import { roundTo } from '../../definitions/expressions/exact.js';
import { RecordValue } from '../../definitions/expressions/record-value.js';
import { isNumber, partsToWire, valueFromWire, valueToWire, type Value } from '../../definitions/expressions/value.js';
import { wholeDigits } from '../../definitions/field-types/decimal.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import { isWhole } from '../../definitions/field-types/is-whole.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { settingsName } from '../../definitions/readable-settings.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { standardTimeZone } from '../../kernel/time-zone.js';
import type { Violation } from '../../kernel/user-error.js';
import { settingsValue } from '../functions/settings-value.js';
import { recordFunctions } from '../functions/record-functions.js';
import { timeZoneAt } from '../functions/time-zone-at.js';
import { keptKey, type Computing } from './computing.js';
import { brokenChecks } from './broken-checks.js';
import { checksOf } from './checks-of.js';
import { missingFields } from './conditions.js';
import { plainRecord, type Draft } from './draft.js';
import { reversedPeriods } from './reversed-periods.js';
import { twiceInLines } from './twice-in-lines.js';
import { said } from './said.js';

/** What expressions over a record work with; without a record, `user` and the clock alone. */
export function environmentOf(model: Model, caller: Caller, entity: Entity | null, draft: Draft | null, zone: string = standardTimeZone): Environment {
  const user = { id: caller.userId, email: caller.email, name: caller.name, teams: caller.teamIds, roles: caller.roleIds, companies: caller.companies.ids };
  const userValue = valueFromWire({ kind: 'record', record: userRecordType }, user);
  const record =
    entity === null || draft === null ? null : valueFromWire({ kind: 'record', record: entityRecordType(entity, lookupOf(model)) }, plainRecord(draft));
  const clock = clockAt(new Date(), zone);
  return { record: record instanceof RecordValue ? record : null, variables: new Map([['user', userValue]]), ...clock };
}

/** The same with the functions that look into records kept elsewhere, and the day as it is for the record's company. */
export function environmentWithin(
  { model, caller, known, company }: Computing,
  entity: Entity | null,
  draft: Draft | null,
  more: ReadonlyMap<string, Value> = new Map(),
): Environment {
  const place = { model, known, company };
  const own = environmentOf(model, caller, entity, draft);
  return {
    record: own.record,
    variables: new Map<string, Value>([...own.variables, [settingsName, settingsValue(place)], ...more]),
    now: own.now,
    // Asked for by few, and then the company must be read.
    get today() {
      return clockAt(new Date(), timeZoneAt(place)).today;
    },
    functions: recordFunctions(place),
  };
}

/** Record types are remembered by this function, so there is one a model. */
function lookupOf(model: Model): (id: string) => Entity | undefined {
  const known = lookups.get(model);
  if (known !== undefined) return known;
  const lookup = (id: string): Entity | undefined => model.entities.get(id);
  lookups.set(model, lookup);
  return lookup;
}

const lookups = new WeakMap<Model, (id: string) => Entity | undefined>();

/** Computes the formulas of the lines, then those of the record, each after those it reads. */
export function computeFormulas(computing: Computing, entity: Entity, draft: Draft, pointer: string): readonly Violation[] {
  const ofLines = [...draft.lines].flatMap(([name, lines]) => {
    const line = computing.model.entities.get(entity.fields.get(name)?.target ?? '');
    return line === undefined ? [] : lines.flatMap((one, index) => computeFormulas(computing, line, one, `${pointer}/${name}/${index}`));
  });
  const own = entity.formulas.flatMap((field) =>
    said(`${pointer}/${field.name}`, () => {
      if (field.formula === null || computing.kept?.has(keptKey(draft, field.name)) === true) return [];
      const value = formulaValue(field, evaluate(field.formula, environmentWithin(computing, entity, draft)));
      draft.values.set(field.name, value === tooLarge ? null : value);
      const params = { field: textIn(field.label, computing.caller.locale), found: `> 10^${wholeDigits}` };
      return value === tooLarge ? [{ pointer: `${pointer}/${field.name}`, code: 'record.formula-overflow', params }] : [];
    }),
  );
  return [...ofLines, ...own];
}

const tooLarge = Symbol('too large');

/** The value as the field keeps it: numbers rounded half-up to its scale. */
function formulaValue(field: Field, value: Value): FieldValue | typeof tooLarge {
  if (value === null) return fieldType(field.type).empty ?? null;
  if (isNumber(value)) {
    const scale = field.scale ?? 0;
    const text = roundTo(value, scale).toFixed(scale);
    const whole = text.replace(/^-/u, '').split('.')[0] ?? '';
    if (whole.length > (isWhole(field) ? 15 : wholeDigits)) return tooLarge;
    return isWhole(field) ? Number(text) : /[1-9]/u.test(text) ? text : text.replace('-', '');
  }
  const type = fieldType(field.type);
  if (type.storage(field).kind === 'json') {
    const taken = type.accept(partsToWire(value, fieldExpressionType(field)), field);
    return taken.kind === 'value' ? taken.value : (type.empty ?? null);
  }
  return plainValue(field, valueToWire(value));
}

/** A key that is none of the options counts as empty; what a text may not hold is taken out. */
function plainValue(field: Field, wire: unknown): FieldValue {
  const { clean } = fieldType(field.type);
  if (clean !== undefined) return typeof wire === 'string' ? clean(wire) : null;
  if (field.type === 'enum' && !field.options.has(String(wire))) return null;
  return typeof wire === 'string' || typeof wire === 'boolean' ? wire : null;
}

/** The value of an expression as a field of the type takes it. */
export function expressionValue(expression: CheckedExpression, environment: Environment, field: Field): FieldValue {
  const value = formulaValue(field, evaluate(expression, environment));
  return value === tooLarge ? null : value;
}

/** Rules of the record and its lines that do not hold, and required fields that are empty. Checks over derived values are asked when these are known. */
export function brokenRules(computing: Computing, entity: Entity, draft: Draft, pointer: string): readonly Violation[] {
  const { model, caller } = computing;
  const environment = environmentWithin(computing, entity, draft);
  const required = missingFields(entity, draft, environment).map((field): Violation => ({
    pointer: `${pointer}/${field.name}`,
    code: 'field.required',
    params: { field: textIn(field.label, caller.locale) },
  }));
  const checks = brokenChecks(caller, { entity, draft, environment, pointer }, checksOf(model, entity, 'own'));
  const periods = reversedPeriods(caller, entity, draft, pointer);
  const twice = twiceInLines(model, caller, entity, draft, pointer);
  const ofLines = [...draft.lines].flatMap(([name, lines]) => {
    const line = model.entities.get(entity.fields.get(name)?.target ?? '');
    return line === undefined ? [] : lines.flatMap((one, index) => brokenRules(computing, line, one, `${pointer}/${name}/${index}`));
  });
  // A check over a value that is missing anyway would say the same twice.
  const missing = new Set(required.map((violation) => violation.pointer));
  return [...required, ...checks.filter((violation) => !missing.has(violation.pointer)), ...periods, ...twice, ...ofLines];
}
