import { listed } from '../../access/custom-roles.js';
import { checkRule } from '../../access/check-rule.js';
import type { Entity, Model } from '../../definitions/model.js';
import { announceRightsChange } from '../../identity/rights-announcement.js';
import { nearest } from '../../kernel/did-you-mean.js';
import { UserError, type Violation } from '../../kernel/user-error.js';
import type { WriteHook } from '../hooks.js';
import type { Draft } from '../write/draft.js';

/** Roles: those of plugins stay as declared, and grants of one's own name what there is. */
export const roleHook: WriteHook = {
  appliesTo: (entity) => entity.id === 'core.role',
  check({ platform, caller, before, after }) {
    if (!caller.isAdministrator) throw new UserError(403, 'identity.administrators-only');
    const code = before?.values.get('code') ?? null;
    if (code !== null) throw new UserError(409, 'identity.declared-role', { name: String(before?.values.get('name')) });
    return Promise.resolve(
      after === null ? [] : (after.lines.get('grants') ?? []).flatMap((grant, index) => wrongIn(platform.model, grant, `/grants/${index}`)),
    );
  },
  async done({ tx }) {
    await announceRightsChange(tx);
    return {};
  },
};

/** Teams count in rules of rows. */
export const teamHook: WriteHook = {
  appliesTo: (entity) => entity.id === 'core.team',
  async done({ tx }) {
    await announceRightsChange(tx);
    return {};
  },
};

function wrongIn(model: Model, { values }: Draft, pointer: string): readonly Violation[] {
  const id = String(values.get('entity') ?? '');
  const entity = model.entities.get(id);
  if (entity === undefined) return id === '' ? [] : [unknownEntity(model, id, `${pointer}/entity`)];
  const actions = [...(entity.lifecycle?.transitions.keys() ?? []), '*'];
  return [
    ...unknownNames(entity, values.get('actions'), actions, `${pointer}/actions`),
    ...unknownNames(entity, values.get('hiddenFields'), fieldNames(model, entity), `${pointer}/hiddenFields`),
    ...unknownNames(entity, values.get('readOnlyFields'), fieldNames(model, entity), `${pointer}/readOnlyFields`),
    ...wrongRule(model, entity, values.get('rule'), `${pointer}/rule`),
  ];
}

function unknownEntity(model: Model, found: string, pointer: string): Violation {
  const own = [...model.entities.values()].filter((entity) => entity.parent === null).map((entity) => entity.id);
  const near = nearest(found, own);
  return { pointer, code: 'identity.unknown-entity', params: { found, hint: near === null ? '' : `→ ${near}?` } };
}

/** Fields of the entity, and of its lines as `lines.unitPrice`. */
function fieldNames(model: Model, entity: Entity): readonly string[] {
  return [...entity.fields.values()].flatMap((field) => {
    const line = field.type === 'lines' ? model.entities.get(field.target ?? '') : undefined;
    return [field.name, ...[...(line?.fields.keys() ?? [])].map((name) => `${field.name}.${name}`)];
  });
}

function unknownNames(entity: Entity, text: unknown, valid: readonly string[], pointer: string): readonly Violation[] {
  return listed(text)
    .filter((name) => !valid.includes(name))
    .map((found): Violation => {
      const near = nearest(found, valid);
      return { pointer, code: 'identity.unknown-grant-name', params: { found, entity: entity.id, hint: near === null ? '' : `→ ${near}?` } };
    });
}

function wrongRule(model: Model, entity: Entity, rule: unknown, pointer: string): readonly Violation[] {
  const checked = typeof rule === 'string' ? checkRule(rule, entity, model) : null;
  if (checked?.kind !== 'wrong') return [];
  return checked.mistakes.slice(0, 1).map(({ found, expected, remedy }) => ({ pointer, code: 'identity.wrong-rule', params: { found, expected, remedy } }));
}
