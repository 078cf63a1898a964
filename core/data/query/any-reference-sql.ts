import { membersOf } from '../../definitions/field-types/any-reference.js';
import type { Entity, Field } from '../../definitions/model.js';
import { identifier, join, literal, raw, sql, type Sql } from '../sql.js';

/** A reference to any of several entities as `crm.lead/ID`, made of the columns that it consists of. */
export function anyReferenceSql(entity: Entity, field: Field, alias: Sql): Sql {
  const cases = anyMemberFields(entity, field).map((member) => {
    const column = sql`${alias}.${identifier(member.column)}`;
    return sql`WHEN ${column} IS NOT NULL THEN ${literal(`${member.target ?? ''}/`)} || ${column}::text`;
  });
  return cases.length === 0 ? raw('NULL::text') : sql`CASE ${join(cases, ' ')} END`;
}

/** The references that it consists of. */
export function anyMemberFields(entity: Entity, field: Field): readonly Field[] {
  return membersOf(field).flatMap((member) => entity.fields.get(member.field) ?? []);
}
