import { migrationName, type DataMigration } from '../../../definitions/data-migration.js';
import { StartError } from '../../../kernel/start-error.js';

/** A value that a migration makes breaks a rule of the table. */
export class RowMigrationFailed extends StartError {
  override readonly name = 'RowMigrationFailed';

  constructor(migration: DataMigration, step: number, table: string, cause: unknown) {
    const found = cause instanceof Error ? cause.message : String(cause);
    super(
      [
        `The migration ${migrationName(migration)} of ${migration.plugin} stopped at its step ${step + 1}, on ${table}: ${found.replace(/\.$/u, '')}.`,
        'Nothing of this batch was written; what came before it stays, and is not done again.',
        'Correct the records that stand against it with the release before, which goes on working, then start again.',
      ].join('\n'),
      { cause },
    );
  }
}
