import type { Entity, Field } from '../definitions/model.js';
import type { Column } from './column.js';
import { foreignKey } from './constraints.js';
import { quoted } from './quoted.js';
import { sqlName } from './sql-name.js';
import type { Table } from './table.js';

/** The table of a many-to-many field. A link is no record: it goes with either end. */
export function joinTable(entity: Entity, field: Field, target: Entity): Table {
  const name = field.column;
  const columns = ['owner_id', 'target_id'];
  return {
    name,
    subject: `${entity.id}.${field.name}`,
    plugin: field.plugin,
    columns: columns.map((column): Column => ({
      name: column,
      field: null,
      plugin: field.plugin,
      sqlType: 'uuid',
      nullable: false,
      default: null,
      generated: null,
      options: null,
    })),
    constraints: [
      { name: sqlName('pk', name), kind: 'primary', columns, sql: `PRIMARY KEY (${columns.map(quoted).join(', ')})`, target: null },
      foreignKey(name, 'owner_id', entity.table, 'CASCADE'),
      foreignKey(name, 'target_id', target.table, 'CASCADE'),
    ],
    indexes: [{ name: sqlName('ix', name, '', 'target_id'), isUnique: false, columns: ['target_id'], sql: `(${quoted('target_id')})` }],
  };
}
