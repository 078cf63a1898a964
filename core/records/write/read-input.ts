import type { EntityPolicy } from '../../access/policy.js';
import { described, type FieldValue } from '../../definitions/field-types/field-type.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import { recordId } from '../../definitions/field-types/reference.js';
import type { Entity, Field } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { isInherited } from '../../definitions/readable-settings.js';
import { nearest } from '../../kernel/did-you-mean.js';
import { textIn } from '../../kernel/locale.js';
import { UserError, type Violation } from '../../kernel/user-error.js';
import type { Platform } from '../platform.js';
import type { Given, GivenLine } from './draft.js';

/** put: a client sends back what it read, so what it may not write is passed over. Otherwise it is refused. */
export type InputMode = 'create' | 'put' | 'patch';

/** What was sent, understood; `violations` says all that is wrong with it. */
export interface Input {
  readonly given: Given;
  /** As If-Match. */
  readonly version: number | null;
  readonly violations: readonly Violation[];
}

interface Reading {
  readonly platform: Platform;
  readonly caller: Caller;
  readonly mode: InputMode;
  /** Steps of the plugins fill in what nobody writes from outside. */
  readonly isStep: boolean;
  readonly violations: Violation[];
}

/** Reads the body of a create or change: keys are looked up, values made canonical. Throws only when it is no object at all. */
export function readInput(platform: Platform, caller: Caller, entity: Entity, json: unknown, mode: InputMode, isStep = false): Input {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new UserError(422, 'record.not-an-object');
  const reading: Reading = { platform, caller, mode, isStep, violations: [] };
  const entries = Object.entries(json).filter(([key]) => !key.startsWith('_') || key === '__proto__');
  const version = entries.find(([key]) => key === 'version')?.[1];
  const values = new Map<string, FieldValue>();
  const lines = new Map<string, readonly GivenLine[]>();
  for (const [key, value] of entries) {
    if (key === 'version') continue;
    const field = writableField(reading, entity, key, `/${key}`);
    if (field === null) continue;
    if (field.type === 'lines') lines.set(key, readLines(reading, field, value, `/${key}`));
    else if (value === null && isInherited(platform.model.entities, entity, field)) values.set(key, null);
    else readValue(reading, field, value, `/${key}`, values);
  }
  return { given: { values, lines }, version: readVersion(version, mode), violations: reading.violations };
}

function readVersion(json: unknown, mode: InputMode): number | null {
  if (json === undefined || json === null || mode === 'create') return null;
  if (typeof json !== 'number' || !Number.isSafeInteger(json))
    throw new UserError(422, 'record.bad-version', { found: described(json) }, [
      { pointer: '/version', code: 'record.bad-version', params: { found: described(json) } },
    ]);
  return json;
}

/** The field to write, or null when the key is passed over or refused. */
function writableField(reading: Reading, entity: Entity, key: string, pointer: string): Field | null {
  const rights = reading.platform.policyOf(reading.caller).entity(entity.id);
  const field = isKnown(entity, rights, key) ? entity.fields.get(key) : undefined;
  if (field === undefined) {
    reading.violations.push({ pointer, code: 'record.unknown-key', params: unknownKey(reading, entity, rights, key) });
    return null;
  }
  if (!field.isSystem && !field.isComputed && (reading.isStep || !field.readOnly)) return field;
  if (reading.mode !== 'put') reading.violations.push({ pointer, code: 'record.system-key', params: { found: key } });
  return null;
}

function isKnown(entity: Entity, rights: EntityPolicy, key: string): boolean {
  // Who may make records but not see them still knows what to write.
  const isWritable = rights.writableRows(key, 'create').kind !== 'none' || rights.writableRows(key, 'update').kind !== 'none';
  return entity.fields.has(key) && (isWritable || rights.fieldRows(key).kind !== 'none');
}

function unknownKey({ caller }: Reading, entity: Entity, rights: EntityPolicy, key: string): NonNullable<Violation['params']> {
  const near = nearest(
    key,
    [...entity.fields.keys()].filter((name) => isKnown(entity, rights, name)),
  );
  return { entity: textIn(entity.label, caller.locale), found: key.slice(0, 80), hint: near === null ? '' : `→ ${near}?` };
}

function readValue(reading: Reading, field: Field, json: unknown, pointer: string, into: Map<string, FieldValue>): void {
  if (json === undefined) return;
  if (json === null) {
    into.set(field.name, fieldType(field.type).empty ?? null);
    return;
  }
  // What was read is sent back: that there is a secret, and not what it is.
  if (field.type === 'secret' && json === true && reading.mode !== 'create') return;
  const taken = fieldType(field.type).accept(json, field);
  if (taken.kind === 'refused') reading.violations.push({ pointer, code: taken.code, params: taken.params });
  else into.set(field.name, field.type === 'secret' && typeof taken.value === 'string' ? reading.platform.vault.seal(taken.value) : taken.value);
}

function readLines(reading: Reading, field: Field, json: unknown, pointer: string): readonly GivenLine[] {
  const line = reading.platform.model.entities.get(field.target ?? '');
  if (!Array.isArray(json) || line === undefined) {
    reading.violations.push({ pointer, code: 'field.wrong-type', params: { expected: 'a list of lines', found: described(json) } });
    return [];
  }
  const { min, max } = lineLimits(field);
  if (json.length < min || json.length > max) {
    reading.violations.push({
      pointer,
      code: 'record.lines-count',
      params: { field: textIn(field.label, reading.caller.locale), min, max, found: json.length },
    });
    if (json.length > max) return [];
  }
  const seen = new Set<string>();
  return json.map((item: unknown, index) => readLine(reading, line, item, `${pointer}/${index}`, seen));
}

export function lineLimits(field: Field): { readonly min: number; readonly max: number } {
  const declared = field.declaration?.type === 'lines' ? field.declaration : undefined;
  return { min: declared?.minLines ?? 0, max: declared?.maxLines ?? 1000 };
}

function readLine(reading: Reading, line: Entity, json: unknown, pointer: string, seen: Set<string>): GivenLine {
  const values = new Map<string, FieldValue>();
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    reading.violations.push({ pointer, code: 'field.wrong-type', params: { expected: 'an object', found: described(json) } });
    return { id: null, values };
  }
  const entries = new Map<string, unknown>(Object.entries(json));
  const id = readLineId(reading, entries.get('id') ?? null, `${pointer}/id`, seen);
  for (const [key, value] of entries) {
    if (key === 'id' || (key.startsWith('_') && key !== '__proto__')) continue;
    // Lines travel whole in both directions, so what is computed comes back and is passed over.
    const field = writableField({ ...reading, mode: 'put' }, line, key, `${pointer}/${key}`);
    if (field !== null) readValue(reading, field, value, `${pointer}/${key}`, values);
  }
  return { id, values };
}

/** The id of a line that is to change; the same one twice would be a riddle. */
function readLineId(reading: Reading, sent: unknown, pointer: string, seen: Set<string>): string | null {
  if (sent === null) return null;
  const id = recordId(sent);
  if (id === null) reading.violations.push({ pointer, code: 'field.id', params: { found: described(sent) } });
  else if (seen.has(id)) reading.violations.push({ pointer, code: 'record.line-twice' });
  else seen.add(id);
  return id;
}
