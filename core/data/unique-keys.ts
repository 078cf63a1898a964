import type { Entity, Field } from '../definitions/model.js';
import { seriesOf } from '../definitions/sequence-pattern.js';
import { shortHash, snakeCase, sqlName } from './sql-name.js';

/** What no two records share, and how the index or constraint is called that PostgreSQL names when they would. */
export interface UniqueKey {
  readonly name: string;
  /** Key of the entity's `unique`; null for what a field says of itself and for settings. */
  readonly key: string | null;
  /** Empty: there is only one record at all. */
  readonly fields: readonly Field[];
  /** Settings: two records without a scope are one too many. */
  readonly nullsAreEqual: boolean;
}

/** Every unique key of an entity; texts are compared exactly. */
export function uniqueKeysOf(entity: Entity): readonly UniqueKey[] {
  const own = [...entity.fields.values()].filter((field) => field.unique);
  const keys = [...entity.unique].map(([key, { fields }]) =>
    keyOf(
      entity,
      key,
      fields.flatMap((name) => entity.fields.get(name) ?? []),
    ),
  );
  return [
    ...own.map((field) => keyOf(entity, null, [field, ...field.uniqueWith.flatMap((name) => entity.fields.get(name) ?? [])])),
    ...keys,
    ...settingsKey(entity),
    ...numberKeys(entity),
  ];
}

function keyOf(entity: Entity, key: string | null, fields: readonly Field[]): UniqueKey {
  const label = key === null ? (fields[0]?.column ?? '') : snakeCase(key);
  // A balance without a lot is one balance.
  return { name: nameOf(entity, label, fields), key, fields, nullsAreEqual: entity.balanceOf !== null };
}

/** Numbers without gaps are there once in their series. */
function numberKeys(entity: Entity): readonly UniqueKey[] {
  return [...entity.fields.values()].flatMap((field) => {
    if (field.declaration?.type !== 'sequence' || field.declaration.gapless !== true) return [];
    const fields = [...seriesOf(field.declaration).flatMap((name) => entity.fields.get(name) ?? []), field];
    return [{ name: nameOf(entity, `${field.column}_series`, fields), key: null, fields, nullsAreEqual: false }];
  });
}

function settingsKey(entity: Entity): readonly UniqueKey[] {
  if (entity.kind !== 'settings') return [];
  const scope = entity.scope === null ? undefined : entity.fields.get(entity.scope);
  const fields = scope === undefined ? [] : [scope];
  return [{ name: nameOf(entity, 'only', fields), key: null, fields, nullsAreEqual: true }];
}

function nameOf(entity: Entity, label: string, fields: readonly Field[]): string {
  return sqlName('uq', entity.table, '', label, shortHash(fields.map((field) => field.column).join(' ')));
}
