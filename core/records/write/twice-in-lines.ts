import type { Entity, Field, Model } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import type { Draft } from './draft.js';

/** Lines that have what another line of the record has and only one may, told at the later one. The database holds the same; it cannot say which line. */
export function twiceInLines(model: Model, caller: Caller, entity: Entity, draft: Draft, pointer: string): readonly Violation[] {
  return [...draft.lines].flatMap(([name, lines]) => {
    const line = model.entities.get(entity.fields.get(name)?.target ?? '');
    const once = [...(line?.fields.values() ?? [])].filter((field) => field.uniqueWith.includes('parent'));
    return line === undefined ? [] : once.flatMap((field) => twice(line, field, lines, caller, `${pointer}/${name}`));
  });
}

function twice(line: Entity, field: Field, lines: readonly Draft[], caller: Caller, pointer: string): readonly Violation[] {
  const names = [field.name, ...field.uniqueWith.filter((name) => name !== 'parent')];
  const seen = new Set<string>();
  const label = (name: string): string => textIn(line.fields.get(name)?.label ?? name, caller.locale);
  const params = { entity: textIn(line.label, caller.locale).toLowerCase(), fields: names.map(label).join(', ') };
  return lines.flatMap((one, index): readonly Violation[] => {
    const values = names.map((name) => one.values.get(name) ?? null);
    const key = JSON.stringify(values);
    const isTaken = !values.includes(null) && seen.has(key);
    seen.add(key);
    return isTaken ? [{ pointer: `${pointer}/${index}/${field.name}`, code: 'record.not-unique', params }] : [];
  });
}
