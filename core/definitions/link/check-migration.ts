import type { Place } from '../parse/reporter.js';
import { columnName } from './column-name.js';
import { dependenciesIn, type Linking } from './linking.js';

/** A migration works on the tables of its plugin and of those it depends on, never on those of the platform, and changes no entry of a ledger. */
export function demandWritable(table: string, isWritten: boolean, place: Place, plugin: string, linking: Linking): void {
  const plugins = dependenciesIn(linking, plugin).filter((id) => id !== 'core');
  if (!plugins.some((id) => table.startsWith(`${columnName(id)}_`)))
    linking.reporter.report('migration.not-writable', place, {
      expected: `a table of ${plugins.join(', ')}`,
      remedy: 'Let the plugin that owns the table migrate it, or add that plugin to dependsOn.',
    });
  else if (isWritten && isLedger(table, linking))
    linking.reporter.report('migration.not-writable', place, {
      expected: 'a table whose rows may be changed',
      remedy: 'Correct entries of a ledger by posting what takes them back.',
    });
}

function isLedger(table: string, { skeletons }: Linking): boolean {
  return [...skeletons.values()].some((entity) => entity.table === table && (entity.ledger !== null || entity.balanceOf !== null));
}
