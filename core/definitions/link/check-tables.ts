import type { Linking } from './linking.js';

/** No two entities, and no entity and join table, share a table. */
export function checkTables({ reporter, drafts, skeletons }: Linking): void {
  const tables = new Map<string, string>();
  for (const entity of skeletons.values()) {
    const draft = drafts.get(entity.id);
    if (draft === undefined) continue;
    const joins = [...entity.fields.values()]
      .filter((field) => field.type === 'many-to-many')
      .map((field) => ({ table: field.column, place: draft.fields.get(field.name)?.place ?? draft.place }));
    for (const { table, place } of [{ table: entity.table, place: draft.place }, ...joins]) {
      const other = tables.get(table);
      if (other !== undefined)
        reporter.report('entity.duplicate-table', place, {
          found: `the table ${table}, which ${other} has too`,
          expected: 'tables that differ',
          remedy: 'Rename the entity or the field.',
        });
      tables.set(table, entity.id);
    }
  }
}
