import { EntitySchema, type EntitySchemaColumnOptions, type EntitySchemaRelationOptions } from 'typeorm';
import type { Entity, Field, Model } from '../definitions/model.js';
import { columnsOf } from './columns.js';
import type { Column } from './column.js';

/**
 * TypeORM's view of the model, for repositories in plugin code: `getRepository('crm_lead')`, by the table's name. Properties are the fields; what a reference points
 * to is the relation `_owner` beside `owner`. The tables are made by our own change plans, never by TypeORM.
 */
export function entitySchemasOf(model: Model): readonly EntitySchema[] {
  return [...model.entities.values()]
    .filter((entity) => entity.query === null)
    .map(
      (entity) =>
        new EntitySchema({
          name: entity.table,
          tableName: entity.table,
          synchronize: false,
          columns: propertiesOf(entity),
          relations: relationsOf(entity, model),
        }),
    );
}

function propertiesOf(entity: Entity): Record<string, EntitySchemaColumnOptions> {
  return Object.fromEntries(columnsOf(entity).flatMap((column) => (column.field === null ? [] : [[column.field, propertyOf(column)]])));
}

function propertyOf(column: Column): EntitySchemaColumnOptions {
  return { ...typeOf(column.sqlType), name: column.name, nullable: column.nullable, primary: column.field === 'id' };
}

function typeOf(sqlType: string): EntitySchemaColumnOptions {
  const numeric = /^numeric\((\d+),(\d+)\)$/u.exec(sqlType);
  if (numeric !== null) return { type: 'numeric', precision: Number(numeric[1]), scale: Number(numeric[2]) };
  const varying = /^character varying\((\d+)\)$/u.exec(sqlType);
  if (varying !== null) return { type: 'varchar', length: Number(varying[1]) };
  switch (sqlType) {
    case 'uuid':
    case 'integer':
    case 'bigint':
    case 'boolean':
    case 'date':
    case 'jsonb':
      return { type: sqlType };
    case 'timestamp(3) with time zone':
      return { type: 'timestamptz', precision: 3 };
    default:
      return { type: 'text' };
  }
}

function relationsOf(entity: Entity, model: Model): Record<string, EntitySchemaRelationOptions> {
  return Object.fromEntries([...entity.fields.values()].flatMap((field) => relationOf(field, model)));
}

function relationOf(field: Field, model: Model): readonly (readonly [string, EntitySchemaRelationOptions])[] {
  const target = field.target === null ? undefined : model.entities.get(field.target);
  if (target === undefined) return [];
  const base = { target: target.table, createForeignKeyConstraints: false };
  if (field.type === 'lines') return [[field.name, { ...base, type: 'one-to-many', inverseSide: '_parent' }]];
  if (field.type === 'reference') return [[`_${field.name}`, { ...base, type: 'many-to-one', joinColumn: { name: field.column, referencedColumnName: 'id' } }]];
  const joinTable = { name: field.column, joinColumn: { name: 'owner_id' }, inverseJoinColumn: { name: 'target_id' }, synchronize: false };
  return [[field.name, { ...base, type: 'many-to-many', joinTable }]];
}
