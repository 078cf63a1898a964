import type { Text } from '../../../schemas/generated/types.js';
import { unconditional } from '../field-conditions.js';
import type { Entity, Field, FieldTypeName } from '../model.js';
import type { EntityDraft } from './entity-draft.js';

/** Fields that the platform adds to every entity, before and after the declared ones. */
export function systemFields(draft: EntityDraft, parent: Entity['parent']): { readonly first: readonly Field[]; readonly last: readonly Field[] } {
  const first = [systemField('id', 'id', { en: 'Id', vi: 'Mã' })];
  if (draft.balanceOf !== null) return { first, last: [systemField('updatedAt', 'datetime', { en: 'Changed', vi: 'Ngày sửa' })] };
  if (draft.declaration.kind === 'query') return { first, last: [] };
  if (draft.declaration.kind === 'ledger') return { first, last: entryFields };
  if (draft.declaration.kind === 'line')
    return { first: [...first, ...ownerField(parent)], last: [systemField('position', 'integer', { en: 'Position', vi: 'Thứ tự' })] };
  return { first, last: [...stateField(draft), ...(draft.declaration.exchange === undefined ? [] : [rateAgreed]), ...stamps] };
}

/** Names that no declared field may take: system fields, and variables and literals of expressions. */
export const reservedNames: ReadonlySet<string> = new Set([
  ...['id', 'version', 'state', 'parent', 'position', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'],
  'rateAgreed',
  ...['user', 'today', 'now', 'row', 'ref', 'old', 'record', 'true', 'false', 'null', 'in', 'and', 'or', 'not', 'q', 'constructor', 'prototype'],
  // Reserved words of CEL.
  ...['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'],
]);

/** What every ledger entry tells beside its dimensions and measures. */
const entryFields: readonly Field[] = [
  { ...systemField('postingDate', 'date', { en: 'Posted on', vi: 'Ngày ghi sổ' }), required: true },
  { ...systemField('posting', 'id', { en: 'Posting', vi: 'Bút toán' }), required: true },
  systemField('source', 'id', { en: 'Source id', vi: 'Mã chứng từ' }),
  systemField('sourceEntity', 'text', { en: 'Kind of source', vi: 'Loại chứng từ' }),
  systemField('sourceLabel', 'text', { en: 'Source', vi: 'Chứng từ' }),
  systemField('countsFor', 'id', { en: 'Counts for', vi: 'Tính cho' }),
  { ...systemField('reverses', 'id', { en: 'Reverses', vi: 'Đảo bút toán' }), unique: true },
  systemField('createdAt', 'datetime', { en: 'Created', vi: 'Ngày tạo' }),
  systemField('createdBy', 'reference', { en: 'Created by', vi: 'Người tạo' }, 'core.user'),
];

const stamps: readonly Field[] = [
  systemField('createdAt', 'datetime', { en: 'Created', vi: 'Ngày tạo' }),
  systemField('createdBy', 'reference', { en: 'Created by', vi: 'Người tạo' }, 'core.user'),
  systemField('updatedAt', 'datetime', { en: 'Changed', vi: 'Ngày sửa' }),
  systemField('updatedBy', 'reference', { en: 'Changed by', vi: 'Người sửa' }, 'core.user'),
  systemField('version', 'integer', { en: 'Version', vi: 'Phiên bản' }),
];

/** Whether the rate of the record was agreed, so that it outlives another day; empty where nobody kept that. */
const rateAgreed: Field = { ...systemField('rateAgreed', 'boolean', { en: 'Rate agreed', vi: 'Tỷ giá thỏa thuận' }), isComputed: true };

/** The owner of a line; expressions follow it as `parent`. */
function ownerField(parent: Entity['parent']): readonly Field[] {
  return parent === null
    ? []
    : [{ ...systemField('parent', 'reference', { en: 'Belongs to', vi: 'Thuộc về' }, parent.entity), column: 'parent_id', required: true }];
}

function stateField(draft: EntityDraft): readonly Field[] {
  const states = Object.entries(draft.declaration.lifecycle?.states ?? {});
  if (states.length === 0) return [];
  const options = new Map(states.map(([key, state]) => [key, { label: state.label, color: state.color ?? null }]));
  return [{ ...systemField('state', 'state', { en: 'Status', vi: 'Trạng thái' }), required: true, options }];
}

function systemField(name: string, type: FieldTypeName, label: Text, target: string | null = null): Field {
  return {
    name,
    column: name.replaceAll(/([A-Z])/gu, '_$1').toLowerCase(),
    type,
    plugin: 'core',
    declaration: null,
    label,
    help: null,
    required: false,
    conditions: unconditional,
    isHidden: false,
    isSystem: true,
    isComputed: false,
    readOnly: true,
    setOnce: false,
    unique: false,
    uniqueWith: [],
    placeholder: null,
    dataClass: null,
    isCopied: false,
    search: null,
    scale: type === 'integer' ? 0 : null,
    target,
    formula: null,
    rollup: null,
    isDerived: false,
    defaultExpression: null,
    fetch: null,
    fetchDated: null,
    converts: null,
    convertsQuantity: null,
    options: new Map(),
  };
}
