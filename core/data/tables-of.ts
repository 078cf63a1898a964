import type { Entity, Model } from '../definitions/model.js';
import { columnsOf } from './columns.js';
import { constraintsOf } from './constraints.js';
import { indexesOf } from './indexes.js';
import { joinTable } from './join-table.js';
import type { Table } from './table.js';

/** What the database ought to hold for a model, entities first, then the join tables of many-to-many fields. */
export function tablesOf(model: Model): readonly Table[] {
  const entities = [...model.entities.values()].filter((entity) => entity.query === null);
  return [...entities.map((entity) => entityTable(entity, model)), ...entities.flatMap((entity) => joinTables(entity, model))];
}

function entityTable(entity: Entity, model: Model): Table {
  return {
    name: entity.table,
    subject: entity.id,
    plugin: entity.plugin,
    columns: columnsOf(entity),
    constraints: constraintsOf(entity, model),
    indexes: indexesOf(entity),
  };
}

function joinTables(entity: Entity, model: Model): readonly Table[] {
  return [...entity.fields.values()].flatMap((field) => {
    const target = field.type === 'many-to-many' && field.target !== null ? model.entities.get(field.target) : undefined;
    return target === undefined ? [] : [joinTable(entity, field, target)];
  });
}
