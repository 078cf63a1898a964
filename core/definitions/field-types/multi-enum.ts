import { fold } from '../../kernel/fold.js';
import { textIn } from '../../kernel/locale.js';
import type { Field } from '../model.js';
import { accepted, described, refused, wrongType, type FieldType } from './field-type.js';
import { enumType } from './enum.js';

/** Any number of the named options, kept in the order of the options. */
export const multiEnumType: FieldType = {
  storage: () => ({ kind: 'json', holds: 'texts' }),
  operators: ['eq', 'neq', 'isNull'],
  isSortable: false,
  isSearchable: false,
  empty: [],
  accept: (json, field) => {
    if (!Array.isArray(json)) return wrongType('a list of options', json);
    const wrong = json.find((one) => typeof one !== 'string' || !field.options.has(one));
    if (json.length > 0 && wrong !== undefined) return refused('field.option', { found: described(wrong), valid: [...field.options.keys()] });
    const twice = json.find((one, index) => json.indexOf(one) !== index);
    if (twice !== undefined) return refused('field.twice', { found: described(twice) });
    const most = mostOf(field);
    if (json.length > most) return refused('field.too-many', { most, found: json.length });
    return accepted([...field.options.keys()].filter((option) => json.includes(option)));
  },
  acceptItem: enumType.accept,
  toCell: (value) => (Array.isArray(value) ? value.join('; ') : ''),
  fromCell: (text, field) => split(text).map((one) => optionOf(field, one)),
  schema: (field) => ({ type: 'array', items: { type: 'string', enum: [...field.options.keys()] } }),
};

function mostOf({ declaration }: Field): number {
  return declaration?.type === 'multi-enum' ? (declaration.maxItems ?? 200) : 200;
}

/** The parts of a cell that holds several. */
export function split(text: string): readonly string[] {
  return text
    .split(/[;\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** An option by its key or its label; what is neither stays, to be refused. */
function optionOf(field: Field, text: string): string {
  if (field.options.has(text)) return text;
  const found = [...field.options].find(([, { label }]) => [textIn(label, 'en'), textIn(label, 'vi')].some((one) => fold(one) === fold(text)));
  return found?.[0] ?? text;
}
