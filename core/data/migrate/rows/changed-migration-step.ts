import { migrationName, type DataMigration } from '../../../definitions/data-migration.js';
import { addingStep, type Step } from '../step.js';

/** Nothing allows this: what half of the rows went through, the other half must. */
export function changedMigrationStep(migration: DataMigration): Step {
  const [table = 'trellis_row_migration'] = migration.tables.keys();
  return {
    ...addingStep({
      kind: 'migrate-rows',
      table,
      plugin: migration.plugin,
      sql: [],
      why: `${migrationName(migration)} has begun here and was changed since`,
    }),
    risk: 'tightens',
    count: 'SELECT 1',
    advice: 'put back the text that it began with',
  };
}
