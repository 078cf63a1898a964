import { entityRecordType } from './expressions/entity-scope.js';
import type { ExpressionType, RecordType } from './expressions/types.js';
import type { Entity, Field } from './model.js';

/** A field of a plugin's settings, with the entity that keeps it. */
export interface ReadableSetting {
  readonly entity: Entity;
  readonly field: Field;
}

/** Name of the variable in expressions: `settings.PLUGIN.FIELD`. */
export const settingsName = 'settings';

type Entities = ReadonlyMap<string, Entity>;

/** What expressions can read of the settings of a plugin: those of the whole installation, and those of a company. A name that two of its entities have is none. */
export function readableSettings(entities: Entities, plugin: string): ReadonlyMap<string, ReadableSetting> {
  const own = [...entities.values()].filter((entity) => entity.kind === 'settings' && entity.plugin === plugin && isOfCompany(entity, entities));
  const all = own.flatMap((entity) => [...entity.fields.values()].filter((field) => isReadable(entity, field)).map((field) => ({ entity, field })));
  return new Map(all.filter(({ field }) => all.filter((one) => one.field.name === field.name).length === 1).map((one) => [one.field.name, one]));
}

/** The type of the variable `settings`; `own` are further members, which come first. */
export function settingsType(entities: Entities, lookup: (id: string) => Entity | undefined, own: RecordType | null = null): ExpressionType {
  const plugins = new Set([...entities.values()].filter(({ kind }) => kind === 'settings').map(({ plugin }) => plugin));
  const record: RecordType = {
    name: settingsName,
    member: (name) => own?.member(name) ?? (plugins.has(name) ? { kind: 'record', record: pluginType(entities, lookup, name) } : undefined),
    names: () => [...(own?.names() ?? []), ...plugins],
  };
  return { kind: 'record', record };
}

function pluginType(entities: Entities, lookup: (id: string) => Entity | undefined, plugin: string): RecordType {
  const readable = readableSettings(entities, plugin);
  return {
    name: `${settingsName}.${plugin}`,
    member: (name) => {
      const found = readable.get(name);
      return found === undefined ? undefined : entityRecordType(found.entity, lookup).member(name);
    },
    names: () => [...readable.keys()],
  };
}

/** Whether the field may be left empty, so that what holds comes from elsewhere: a setting that is looked through and need not be there. */
export function isInherited(entities: Entities, entity: Entity, field: Field): boolean {
  return entity.kind === 'settings' && !field.required && readableSettings(entities, entity.plugin).get(field.name)?.entity.id === entity.id;
}

function isOfCompany(entity: Entity, entities: Entities): boolean {
  const scope = entity.scope === null ? null : entity.fields.get(entity.scope);
  return scope === null || entities.get(scope?.target ?? '')?.plays === 'company';
}

function isReadable(entity: Entity, { name, isSystem, type }: Field): boolean {
  return !isSystem && name !== entity.scope && !unread.has(type);
}

/** What is no single value, or secret. */
const unread: ReadonlySet<Field['type']> = new Set(['secret', 'lines', 'many-to-many', 'multi-enum', 'tags', 'emails', 'phones', 'json'] as const);
