import type { MetaEntity } from '../../../schemas/generated/types.js';
import type { PersonalList } from '../../identity/personal-list.js';
import { UserError } from '../../kernel/user-error.js';
import { possibleColumns } from './meta-list.js';

/** A choice of columns and sorting with names of fields that the user sees, or null for none; anything else is refused with its place. */
export function demandPersonalList(entity: MetaEntity, body: unknown): PersonalList | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badForm('');
  const given = new Map<string, unknown>(Object.entries(body));
  for (const name of given.keys()) if (name !== 'columns' && name !== 'sort') throw badForm('');
  const list = { columns: columnsOf(entity, given.get('columns')), sort: sortOf(entity, given.get('sort')) };
  return list.columns === null && list.sort === null ? null : list;
}

function columnsOf(entity: MetaEntity, given: unknown): readonly string[] | null {
  if (given === undefined || given === null) return null;
  if (!isTexts(given) || given.length === 0 || new Set(given).size < given.length) throw badForm('/columns');
  const valid = possibleColumns(entity);
  for (const [index, name] of given.entries()) if (!valid.includes(name)) throw unknown(`/columns/${index}`, name, valid);
  return given;
}

function sortOf(entity: MetaEntity, given: unknown): readonly [string, string] | null {
  if (given === undefined || given === null) return null;
  const [name = '', direction = '', ...more] = isTexts(given) ? given : [];
  if (more.length > 0 || (direction !== 'ASC' && direction !== 'DESC')) throw badForm('/sort');
  const valid = entity.fields.filter(({ sortable }) => sortable).map((field) => field.name);
  if (name !== 'id' && !valid.includes(name)) throw unknown('/sort/0', name, valid);
  return [name, direction];
}

function badForm(pointer: string): UserError {
  return new UserError(422, 'identity.list-form', {}, [{ pointer, code: 'identity.list-form' }]);
}

function unknown(pointer: string, name: string, valid: readonly string[]): UserError {
  const params = { found: name.slice(0, 100), valid: [...valid] };
  return new UserError(422, 'identity.unknown-column', params, [{ pointer, code: 'identity.unknown-column', params }]);
}

function isTexts(list: unknown): list is readonly string[] {
  return Array.isArray(list) && list.every((one) => typeof one === 'string');
}
