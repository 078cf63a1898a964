import type { Entity } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import { columnName } from './column-name.js';
import { dependenciesIn, type Linking } from './linking.js';

/** A migration works on the tables of its plugin and of those it depends on, never on those of the platform, and on no secret. */
export function demandReachable(table: string, columns: Iterable<string>, place: Place, plugin: string, linking: Linking): void {
  const plugins = dependenciesIn(linking, plugin).filter((id) => id !== 'core');
  if (!plugins.some((id) => table.startsWith(`${columnName(id)}_`)))
    linking.reporter.report('migration.not-writable', place, {
      expected: `a table of ${plugins.join(', ')}`,
      remedy: 'Let the plugin that owns the table migrate it, or add that plugin to dependsOn.',
    });
  for (const name of columns)
    if (keptIn(table, linking).some(({ fields }) => [...fields.values()].some((field) => field.column === name && field.type === 'secret')))
      linking.reporter.report('migration.not-writable', below(place, name), {
        found: `the secret ${name}`,
        expected: 'columns that are no secret',
        remedy: 'Leave the column out; secrets are sealed and stay where they are.',
      });
}

/** Entries of a ledger are never changed, not even by us. */
export function demandWritable(table: string, place: Place, linking: Linking): void {
  if (keptIn(table, linking).every((entity) => entity.ledger === null && entity.balanceOf === null)) return;
  linking.reporter.report('migration.not-writable', place, {
    expected: 'a table whose rows may be changed',
    remedy: 'Correct entries of a ledger by posting what takes them back.',
  });
}

function keptIn(table: string, { skeletons }: Linking): readonly Entity[] {
  return [...skeletons.values()].filter((entity) => entity.table === table);
}
