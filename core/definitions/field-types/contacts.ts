import type { Field } from '../model.js';
import { accepted, described, refused, wrongType, type Accepted, type FieldType } from './field-type.js';
import { split } from './multi-enum.js';

/** Where a way to reach somebody leads. */
export const contactTypes = ['work', 'home', 'mobile', 'other'] as const;

/** A list of { type, value }, of which the first is the main one; each value is what `one` takes. */
export function contactsType(one: FieldType): FieldType {
  return {
    storage: () => ({ kind: 'json', holds: 'contacts' }),
    operators: ['eq', 'neq', 'contains', 'startsWith', 'isNull'],
    isSortable: false,
    isSearchable: true,
    empty: [],
    accept: (json, field) => {
      if (!Array.isArray(json)) return wrongType('a list of {type, value}', json);
      const most = mostOf(field);
      if (json.length > most) return refused('field.too-many', { most, found: json.length });
      const contacts: { readonly type: string; readonly value: string }[] = [];
      for (const item of json) {
        const taken = contact(item, one, field);
        if (taken.kind === 'refused') return taken.refusal;
        if (contacts.some(({ value }) => value === taken.value)) return refused('field.twice', { found: taken.value });
        contacts.push({ type: taken.type, value: taken.value });
      }
      return accepted(contacts);
    },
    acceptItem: one.accept,
    toCell: (value) => (Array.isArray(value) ? value.map(cellOf).join('; ') : ''),
    fromCell: (text) => split(text).map(contactOf),
    schema: (field) => ({
      type: 'array',
      items: {
        type: 'object',
        properties: { type: { type: 'string', enum: [...contactTypes] }, value: one.schema(field) },
        required: ['value'],
        additionalProperties: false,
      },
    }),
  };
}

type Contact = { readonly kind: 'contact'; readonly type: string; readonly value: string } | { readonly kind: 'refused'; readonly refusal: Accepted };

function contact(json: unknown, one: FieldType, field: Field): Contact {
  const no = (refusal: Accepted): Contact => ({ kind: 'refused', refusal });
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return no(wrongType('an object with type and value', json));
  const given = new Map<string, unknown>(Object.entries(json));
  const unknown = [...given.keys()].find((key) => key !== 'type' && key !== 'value');
  if (unknown !== undefined) return no(refused('field.unknown-part', { found: described(unknown), valid: ['type', 'value'] }));
  const type = given.get('type') ?? 'other';
  if (!contactTypes.some((known) => known === type)) return no(refused('field.option', { found: described(type), valid: [...contactTypes] }));
  const taken = one.accept(given.get('value'), field);
  if (taken.kind === 'refused') return no(taken);
  return typeof taken.value === 'string' ? { kind: 'contact', type: String(type), value: taken.value } : no(refused('field.empty-word'));
}

function mostOf({ declaration }: Field): number {
  return declaration?.type === 'emails' || declaration?.type === 'phones' ? (declaration.maxItems ?? 20) : 20;
}

function cellOf(item: unknown): string {
  const given = new Map<string, unknown>(typeof item === 'object' && item !== null ? Object.entries(item) : []);
  return `${String(given.get('type'))}: ${String(given.get('value'))}`;
}

/** `work: a@b.vn`, or the value alone. */
function contactOf(text: string): Readonly<Record<string, string>> {
  const [, type, value] = /^(\p{L}+):\s*(.+)$/u.exec(text) ?? [];
  return type === undefined || value === undefined ? { type: 'other', value: text } : { type: type.toLowerCase(), value };
}
