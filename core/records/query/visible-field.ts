import type { EntityPolicy } from '../../access/policy.js';
import type { Entity, Field } from '../../definitions/model.js';
import { nearest } from '../../kernel/did-you-mean.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import type { Platform } from '../platform.js';

/** What names are looked up against: a hidden field is as unknown as one that nobody declared. */
export interface Names {
  readonly platform: Platform;
  readonly caller: Caller;
}

/** Fields of an entity that exist for the caller. */
export function visibleFields(entity: Entity, rights: EntityPolicy): readonly Field[] {
  return [...entity.fields.values()].filter((field) => rights.fieldRows(field.name).kind !== 'none' && !hidden.has(field.name));
}

/** Of lines: plumbing. */
const hidden = new Set(['parent', 'position']);

/** The field of that name, or 400 with the valid ones. */
export function visibleField(names: Names, entity: Entity, name: string): Field {
  const fields = visibleFields(entity, names.platform.policyOf(names.caller).entity(entity.id));
  const field = fields.find((one) => one.name === name);
  if (field !== undefined) return field;
  const valid = fields.map((one) => one.name);
  throw new UserError(400, 'query.unknown-field', { entity: textIn(entity.label, names.caller.locale), found: name, hint: hintOf(name, valid), valid });
}

export function hintOf(name: string, valid: Iterable<string>): string {
  const near = nearest(name, valid);
  return near === null ? '' : `→ ${near}? `;
}

/** Follows a dotted path; each reference on the way must be one whose records the caller may see at all. */
export function visiblePath(names: Names, entity: Entity, path: readonly string[]): Field {
  if (path.length > longestPath) throw new UserError(400, 'query.too-deep', { most: longestPath });
  const [name = '', ...rest] = path;
  const field = visibleField(names, entity, name);
  if (rest.length === 0) return field;
  const target = field.type === 'reference' ? names.platform.model.entities.get(field.target ?? '') : undefined;
  if (target === undefined || names.platform.policyOf(names.caller).entity(target.id).rows('read').kind === 'none') {
    const references = visibleFields(entity, names.platform.policyOf(names.caller).entity(entity.id)).filter((one) => one.type === 'reference');
    throw new UserError(400, 'query.unknown-field', {
      entity: textIn(entity.label, names.caller.locale),
      found: path.join('.'),
      hint: '',
      valid: references.map((one) => `${one.name}.…`),
    });
  }
  return visiblePath(names, target, rest);
}

const longestPath = 5;
