import type { Grant, Verb } from '../../schemas/generated/types.js';
import type { Database, Row } from '../data/database.js';
import { sql } from '../data/sql.js';
import { companyRule } from '../definitions/company-rule.js';
import type { CheckedExpression } from '../definitions/expressions/checked.js';
import type { Entity, Model, ModelGrant } from '../definitions/model.js';
import { checkRule } from './check-rule.js';
import type { CustomRoles } from './policy-of.js';

/** Reads the roles that were made in the browser. A grant whose entity is gone or whose rule no longer fits the model grants nothing. */
export async function loadCustomRoles(database: Database, model: Model): Promise<CustomRoles> {
  const rows = await database.rows(sql`
    SELECT g.parent_id::text AS role, g.entity, g.can_read, g.can_create, g.can_update, g.can_delete, g.can_import, g.can_export, g.actions, g.rule, g.hidden_fields, g.read_only_fields, g.every_company
    FROM core_role_grant g JOIN core_role r ON r.id = g.parent_id WHERE r.code IS NULL ORDER BY g.parent_id, g.position`);
  const roles = new Map<string, ModelGrant[]>();
  for (const row of rows) {
    const grant = modelGrant(row, model);
    const role = String(row['role']);
    if (grant !== null) roles.set(role, [...(roles.get(role) ?? []), grant]);
  }
  return roles;
}

const verbs: readonly (readonly [column: string, verb: Verb])[] = [
  ['can_read', 'read'],
  ['can_create', 'create'],
  ['can_update', 'update'],
  ['can_delete', 'delete'],
  ['can_import', 'import'],
  ['can_export', 'export'],
];

function modelGrant(row: Row, model: Model): ModelGrant | null {
  const entity = model.entities.get(String(row['entity']));
  if (entity === undefined) return null;
  const rule = row['rule'];
  const declaration: Grant = {
    entity: entity.id,
    verbs: verbs.flatMap(([column, verb]) => (row[column] === true ? [verb] : [])),
    actions: listed(row['actions']),
    hide: listed(row['hidden_fields']),
    readOnly: listed(row['read_only_fields']),
    companies: row['every_company'] === true ? 'all' : 'own',
    ...(typeof rule === 'string' ? { where: rule } : {}),
  };
  const company = declaration.companies === 'all' ? null : entity.company;
  const texts = { where: declaration.where ?? null, bounded: company === null ? (declaration.where ?? null) : companyRule(company, declaration.where) };
  const where = texts.where === null ? null : expressionOf(texts.where, entity, model);
  const bounded = texts.bounded === null ? null : expressionOf(texts.bounded, entity, model);
  return where === undefined || bounded === undefined ? null : { declaration, where, bounded };
}

function expressionOf(text: string, entity: Entity, model: Model): CheckedExpression | undefined {
  const checked = checkRule(text, entity, model);
  return checked.kind === 'checked' ? checked.expression : undefined;
}

/** Names with commas, as the screens take them. */
export function listed(text: unknown): readonly string[] {
  return typeof text === 'string'
    ? text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
    : [];
}
