import { fixedRecordType, fieldExpressionType } from '../definitions/expressions/entity-scope.js';
import { RecordValue } from '../definitions/expressions/record-value.js';
import { valueFromWire, type Value } from '../definitions/expressions/value.js';
import type { FieldValue } from '../definitions/field-types/field-type.js';
import { recordId } from '../definitions/field-types/reference.js';
import { fieldType } from '../definitions/field-types/registry.js';
import type { Entity, Field, Transition } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { nearest } from '../kernel/did-you-mean.js';
import { textIn } from '../kernel/locale.js';
import { UserError, type Violation } from '../kernel/user-error.js';
import { askedQuantity } from './conversions/conversion-units.js';
import { conversionBy } from './conversions/conversions-of.js';
import { readTakes, type Takes } from './conversions/read-takes.js';
import type { Platform } from './platform.js';
import { companyOf } from './functions/company-of.js';
import { environmentWithin, expressionValue } from './write/compute.js';
import { computed } from './write/computing.js';
import { demandNone } from './write/settle-draft.js';
import { lookUp, wishKey } from './write/lookups.js';

/** What a transition was given, each value canonical. */
export type ActionInput = ReadonlyMap<string, FieldValue>;

/** The body of an action, understood. */
export interface ReadInput {
  readonly input: ActionInput;
  /** Answers for fields of the record itself. */
  readonly kept: ReadonlyMap<string, FieldValue>;
  /** Of a conversion: how much of which line; null for all that is open. */
  readonly takes: Takes | null;
}

/** Understands the body of an action: what the transition asks, and nothing else but `version` and keys that begin with `_`. Throws 422 with everything that is wrong. */
export async function readActionInput(
  platform: Platform,
  caller: Caller,
  entity: Entity,
  transition: Transition,
  body: unknown,
  id: string,
): Promise<ReadInput> {
  const sent = new Map<string, unknown>(typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.entries(body) : []);
  if (body !== undefined && body !== null && (typeof body !== 'object' || Array.isArray(body))) throw new UserError(400, 'record.not-an-object');
  const quantity = takenIn(platform, entity, transition);
  const violations: Violation[] = [...sent.keys()]
    .filter((key) => !isLeftAside(key) && !(key === 'lines' && quantity !== undefined) && !transition.input.has(key) && !transition.asks.has(key))
    .map((key) => ({ pointer: `/${key}`, code: 'record.unknown-input', params: unknownInput(caller, transition, key) }));
  const unsent = [...transition.input.values()].filter(({ name }) => sent.get(name) === undefined);
  const defaults = await defaultsOf(platform, caller, { entity, id }, unsent);
  const values = new Map<string, FieldValue>();
  for (const field of transition.input.values()) {
    const value = defaults.get(field.name) ?? read(field, sent.get(field.name), violations);
    values.set(field.name, value);
    if (field.required && isNothing(value) && !violations.some(({ pointer }) => pointer === `/${field.name}`))
      violations.push({ pointer: `/${field.name}`, code: 'field.required', params: { field: textIn(field.label, caller.locale) } });
  }
  const kept = readKept(transition, sent, violations);
  const takes = quantity === undefined ? null : readTakes(sent.get('lines'), quantity, violations);
  demandNone([...violations, ...(await strangers(platform, caller, entity, transition, values))]);
  return { input: values, kept, takes };
}

function isNothing(value: FieldValue): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** Of a conversion with quantities: the field that says how much is taken. */
function takenIn({ model }: Platform, entity: Entity, transition: Transition): Field | undefined {
  const lines = conversionBy(model, entity, transition.name)?.lines ?? null;
  const asked = lines === null ? null : askedQuantity(model, { lines });
  return asked === null ? undefined : model.entities.get(asked.entity)?.fields.get(asked.field);
}

/** What was answered for fields of the record; an empty answer is none. */
function readKept(transition: Transition, sent: ReadonlyMap<string, unknown>, violations: Violation[]): ReadonlyMap<string, FieldValue> {
  const kept = new Map<string, FieldValue>();
  for (const [name, { field }] of transition.asks) {
    const json = sent.get(name) ?? null;
    if (json === null || json === '') continue;
    const taken = fieldType(field.type).accept(json, field);
    if (taken.kind === 'value') kept.set(name, taken.value);
    else violations.push({ pointer: `/${name}`, code: taken.code, params: taken.params });
  }
  return kept;
}

function isLeftAside(key: string): boolean {
  return key === 'version' || (key.startsWith('_') && key !== '__proto__');
}

function unknownInput(caller: Caller, transition: Transition, key: string): NonNullable<Violation['params']> {
  const valid = [...transition.input.keys(), ...transition.asks.keys()];
  const near = nearest(key, valid);
  return { action: textIn(transition.declaration.label, caller.locale), found: key.slice(0, 80), valid: near === null ? valid.join(', ') || '–' : `${near}?` };
}

function read(field: Field, json: unknown, violations: Violation[]): FieldValue {
  if (json === undefined || json === null || json === '') return field.defaultValue ?? fieldType(field.type).empty ?? null;
  const taken = fieldType(field.type).accept(json, field);
  if (taken.kind === 'value') return taken.value;
  violations.push({ pointer: `/${field.name}`, code: taken.code, params: taken.params });
  return null;
}

/** Defaults of what was not sent; the day is that of the record's company. */
async function defaultsOf(
  { model, database }: Platform,
  caller: Caller,
  of: { readonly entity: Entity; readonly id: string },
  unsent: readonly Field[],
): Promise<ReadonlyMap<string, FieldValue>> {
  const wanted = unsent.filter((field) => field.defaultExpression !== null);
  if (wanted.length === 0) return new Map();
  const id = recordId(of.id);
  return computed(model, caller, database, ({ known, ...computing }) => {
    const record = id === null ? null : known.reference(of.entity, id);
    const read = (name: string): unknown => {
      const value = name === 'id' ? id : record?.get(name);
      return value instanceof RecordValue ? value.id : value;
    };
    const environment = environmentWithin({ ...computing, known, company: () => companyOf(model, known, of.entity, read) }, null, null);
    return new Map(
      wanted.flatMap((field) =>
        field.defaultExpression === null ? [] : [[field.name, expressionValue(field.defaultExpression, environment, field)] as const],
      ),
    );
  });
}

/** References that are not there, or that the caller may not see or choose. */
async function strangers(platform: Platform, caller: Caller, entity: Entity, transition: Transition, values: ActionInput): Promise<readonly Violation[]> {
  const fields = [...transition.input.values()].filter((field) => field.type === 'reference' && typeof values.get(field.name) === 'string');
  if (fields.length === 0) return [];
  const wishes = fields.map((field) => ({ entity, field, ids: new Set([String(values.get(field.name))]) }));
  const found = await lookUp(platform, platform.database, caller, wishes);
  return fields.flatMap((field): readonly Violation[] => {
    const one = found.get(wishKey(entity, field))?.get(String(values.get(field.name)));
    const label = platform.model.entities.get(field.target ?? '')?.label ?? '';
    const params = { field: textIn(field.label, caller.locale), entity: textIn(label, caller.locale).toLowerCase() };
    if (one?.isSeen !== true) return [{ pointer: `/${field.name}`, code: 'record.no-such-reference', params }];
    return one.isChoosable ? [] : [{ pointer: `/${field.name}`, code: 'record.not-choosable', params }];
  });
}

/** The variable `input` of expressions. */
export function inputValue(transition: Transition, input: ActionInput): Value {
  const record = fixedRecordType('input', Object.fromEntries([...transition.input].map(([name, field]) => [name, fieldExpressionType(field)])));
  return valueFromWire({ kind: 'record', record }, Object.fromEntries(input));
}
