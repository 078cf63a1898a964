import { fieldType } from '../../definitions/field-types/registry.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { rowNames } from '../row-names.js';
import { expressionToSql } from '../expression-sql.js';
import { identifier, join, raw, sql, type Sql } from '../sql.js';
import { anyReferenceSql } from './any-reference-sql.js';
import type { Seen, Sight } from './sight.js';

/** A row of an entity under an alias; a line's rights rest on its owner's row. */
export interface RowSource {
  readonly entity: Entity;
  readonly alias: Sql;
  readonly owner?: Sql;
}

/** What all pieces of one statement share. */
export class QueryContext {
  private made = 0;

  constructor(
    readonly model: Model,
    readonly sight: Sight,
    /** YYYY-MM-DD: balances as they were at the end of that day. */
    readonly asOf: string | null = null,
  ) {}

  source(entity: Entity, owner?: Sql): RowSource {
    this.made += 1;
    return { entity, alias: identifier(`q${this.made}`), ...(owner === undefined ? {} : { owner }) };
  }

  target(field: Field): Entity {
    const entity = this.model.entities.get(field.target ?? '');
    if (entity === undefined) throw new Error(`${field.name} points to no entity`);
    return entity;
  }

  seen(source: RowSource, field: Field): Seen {
    const seen = this.sight.field(source.entity, field, source.owner ?? source.alias);
    // Of a line that is reached by a reference the owner's row is not at hand to ask a rule of.
    return source.entity.parent !== null && source.owner === undefined && seen.kind === 'where' ? { kind: 'nowhere' } : seen;
  }

  /** The field's column, NULL in rows where the caller does not see it. */
  column(source: RowSource, field: Field): Sql {
    const seen = this.seen(source, field);
    if (field.type === 'any-reference') return masked(seen, anyReferenceSql(source.entity, field, source.alias));
    const column = sql`${source.alias}.${identifier(field.column)}`;
    if (seen.kind === 'nowhere' && fieldType(field.type).storage(field).kind === 'json') return raw('NULL::jsonb');
    return masked(seen, column);
  }

  /** The row condition for reading, or null when all rows are seen. */
  rowCondition(source: RowSource): Sql | null {
    const seen = this.sight.rows(source.entity, source.alias);
    if (seen.kind === 'everywhere') return null;
    return seen.kind === 'nowhere' ? raw('false') : seen.condition;
  }

  /** How a record is called; NULL where the caller does not see a field of its title. */
  label(source: RowSource): Sql {
    const title = expressionToSql(source.entity.title, rowNames(source.entity, source.alias, this.model, null, this.sight.locale));
    const fields = new Set(source.entity.title.reads.flatMap(([name]) => source.entity.fields.get(name ?? '') ?? []));
    return [...fields].reduce((text, field) => masked(this.seen(source, field), text), title);
  }
}

export function masked(seen: Seen, content: Sql): Sql {
  if (seen.kind === 'everywhere') return content;
  return seen.kind === 'nowhere' ? raw('NULL::text') : sql`CASE WHEN ${seen.condition} THEN ${content} END`;
}

/** Conditions that must all hold; true without any. */
export function allOf(conditions: readonly (Sql | null)[]): Sql {
  const given = conditions.filter((condition) => condition !== null);
  return given.length === 0
    ? raw('true')
    : join(
        given.map((condition) => sql`(${condition})`),
        ' AND ',
      );
}
