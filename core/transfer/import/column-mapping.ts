import { fieldType } from '../../definitions/field-types/registry.js';
import type { Entity, Field } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { nearest } from '../../kernel/did-you-mean.js';
import { fold } from '../../kernel/fold.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';

/** Where a column goes: a field, or a part of an address. */
export interface Target {
  readonly field: Field;
  readonly part: string | null;
}

/** Columns by what they are called, or as the mapping says; null for those that are left out. Throws 422 for a name that is none. */
export function columnTargets(
  entity: Entity,
  caller: Caller,
  columns: readonly string[],
  mapping: Readonly<Record<string, string>> | null,
): ReadonlyMap<string, Target | null> {
  const names = namesOf(entity);
  for (const column of Object.keys(mapping ?? {}))
    if (!columns.includes(column)) throw new UserError(422, 'transfer.unknown-column', { found: column, valid: [...columns] });
  return new Map(
    columns.map((column) => {
      const asked = mapping === null ? column : (mapping[column] ?? '');
      if (asked === '') return [column, null];
      const target = names.get(bare(asked));
      // What Trellis writes itself is in every export; such a file can be imported as it is.
      if (target !== undefined && isOurs(target.field) && bare(asked) === bare(column)) return [column, null];
      if (target !== undefined) return [column, target];
      const near = nearest(asked, [...entity.fields.keys()]);
      const hint = near === null ? '' : `→ ${near}?`;
      throw new UserError(422, 'transfer.unknown-field', { found: asked, entity: textIn(entity.label, caller.locale), hint });
    }),
  );
}

function isOurs(field: Field): boolean {
  return field.isSystem || field.isComputed || field.readOnly;
}

function namesOf(entity: Entity): ReadonlyMap<string, Target> {
  const names = new Map<string, Target>();
  for (const field of entity.fields.values()) {
    if (field.type === 'lines') continue;
    const called = [field.name, textIn(field.label, 'en'), textIn(field.label, 'vi')];
    for (const name of called.reverse()) names.set(bare(name), { field, part: null });
    const parts = (fieldType(field.type).parts ?? []).flatMap((part) => called.map((name) => ({ name: `${name}.${part}`, part })));
    for (const { name, part } of parts) names.set(bare(name), { field, part });
  }
  for (const field of entity.fields.values()) names.set(bare(field.name), { field, part: null });
  return names;
}

function bare(name: string): string {
  return fold(name).replaceAll(/[\s_-]/gu, '');
}
