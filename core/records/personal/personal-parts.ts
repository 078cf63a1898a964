import { formerNames } from '../../definitions/former-names.js';
import type { Entity, Field, Model } from '../../definitions/model.js';

/** A record, or its lines in one field, with the fields that are about a person. */
export interface PersonalPart {
  readonly entity: Entity;
  /** The field that holds the lines; null for the record itself. */
  readonly lines: Field | null;
  readonly fields: readonly Field[];
}

/** Where a record of the entity can hold something about a person: itself first, then its lines. */
export function personalParts(model: Model, entity: Entity): readonly [PersonalPart, ...PersonalPart[]] {
  const ofLines = [...entity.fields.values()].flatMap((field): readonly PersonalPart[] => {
    const line = field.type === 'lines' ? model.entities.get(field.target ?? '') : undefined;
    return line === undefined ? [] : [{ entity: line, lines: field, fields: personalFields(line) }];
  });
  return [{ entity, lines: null, fields: personalFields(entity) }, ...ofLines];
}

function personalFields(entity: Entity): readonly Field[] {
  return [...entity.fields.values()].filter((field) => field.dataClass === 'personal' && field.formula === null);
}

/** Names of a field, today's first. */
export function namesOf(field: Field): readonly string[] {
  return [field.name, ...formerNames(field)];
}

/** A record as the API spells it, now or in former words, without what is about a person. */
export function withoutPersonal(parts: readonly PersonalPart[], record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const names = new Set(parts.filter(({ lines }) => lines === null).flatMap(({ fields }) => fields.flatMap(namesOf)));
  const linesBy = new Map(parts.flatMap((part) => (part.lines === null ? [] : namesOf(part.lines).map((name) => [name, part] as const))));
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, content]: [string, unknown]) => {
      if (names.has(name)) return [];
      const part = linesBy.get(name);
      if (part === undefined || !Array.isArray(content)) return [[name, content]];
      return [[name, content.map((line: unknown) => withoutPersonal([{ ...part, lines: null }], membersOf(line)))]];
    }),
  );
}

export function membersOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? Object.fromEntries(Object.entries(json)) : {};
}
