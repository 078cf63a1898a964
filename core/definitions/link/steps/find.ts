import { fieldType } from '../../field-types/registry.js';
import type { ExpressionType } from '../../expressions/types.js';
import { below } from '../../parse/reporter.js';
import { checked, recordTypeOf } from '../linking.js';
import { entityAt, typeOf, type LinkStep } from './step-linking.js';

/** Finds records; the condition is compiled to SQL, so it goes by the found record's names and the variables. */
export const linkFind: LinkStep<'find'> = (declaration, place, steps) => {
  const entity = entityAt(steps, declaration.entity, below(place, 'entity'));
  if (entity === null) return null;
  const { linking, variables } = steps;
  const own = linking.skeletons.get(steps.entity ?? '');
  const record: readonly (readonly [string, ExpressionType])[] = own === undefined ? [] : [['record', typeOf(steps, own)]];
  const scope = { record: recordTypeOf(linking, entity.id), variables: new Map([...variables, ...record]) };
  const where = declaration.where === undefined ? null : checked(linking, declaration.where, scope, ['boolean'], below(place, 'where'));
  const [name = 'id', direction = 'ASC'] = declaration.sort ?? [];
  const sortable = [...entity.fields.values()].filter((field) => fieldType(field.type).isSortable || field.name === 'id').map((field) => field.name);
  if (!sortable.includes(name)) linking.reporter.unknownName('step.unknown-field', below(place, 'sort', 0), name, sortable);
  return {
    kind: 'find',
    entity: entity.id,
    where,
    sort: [name, direction === 'DESC' ? 'DESC' : 'ASC'],
    all: declaration.all ?? false,
    lock: declaration.lock ?? false,
  };
};
