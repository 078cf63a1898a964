import { listedRecord, wholeRecord, type Wanted } from '../../data/query/record-columns.js';
import type { Entity, Field } from '../../definitions/model.js';
import { UserError } from '../../kernel/user-error.js';
import { namesParameter } from './parameters.js';
import { visibleField, visibleFields, type Names } from './visible-field.js';

const deepest = 2;

/** What `fields` and `expand` ask for. */
export function parseWanted(names: Names, entity: Entity, parameters: ReadonlyMap<string, string>, isList: boolean): Wanted {
  const base = isList ? listedRecord : wholeRecord;
  const fields = parameters.get('fields');
  const expand = parameters.get('expand');
  const chosen = fields === undefined ? null : new Set(namesParameter(fields).map((name) => visibleField(names, entity, name).name));
  const paths = expand === undefined ? [] : namesParameter(expand).map((path) => path.split('.'));
  return { ...base, fields: chosen, expand: expansions(names, entity, paths) };
}

function expansions(names: Names, entity: Entity, paths: readonly (readonly string[])[]): ReadonlyMap<string, Wanted> {
  const first = new Set(paths.map(([name = '']) => name));
  return new Map(
    [...first].map((name) => {
      const inner = paths.filter((path) => path[0] === name && path.length > 1).map((path) => path.slice(1));
      const target = targetOf(names, entity, name, paths);
      return [name, { ...listedRecord, expand: target === 'any' ? new Map() : expansions(names, target, inner) }];
    }),
  );
}

function isExpandable({ type }: Field): boolean {
  return type === 'reference' || type === 'lines' || type === 'any-reference';
}

function targetOf(names: Names, entity: Entity, name: string, paths: readonly (readonly string[])[]): Entity | 'any' {
  const fields = visibleFields(entity, names.platform.policyOf(names.caller).entity(entity.id));
  const field = fields.find((one) => one.name === name && isExpandable(one));
  // Of any of several only the record itself comes along.
  if (field?.type === 'any-reference' && paths.every((path) => path[0] !== name || path.length === 1)) return 'any';
  const target = names.platform.model.entities.get(field?.target ?? '');
  if (target !== undefined && paths.every((path) => path.length <= deepest)) return target;
  const valid = fields.filter(isExpandable).map((one) => one.name);
  throw new UserError(400, 'query.expand', { found: name, valid, most: deepest });
}
