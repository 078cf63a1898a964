import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { readPlain } from '../known-records.js';
import { membersOf, namesOf, type PersonalPart } from './personal-parts.js';
import { PersonalValues } from './personal-values.js';

/** What the personal fields of a record hold now, held by its history, and would hold again by its undo. */
export async function collectValues(model: Model, tx: Executor, entity: Entity, id: string, parts: readonly PersonalPart[]): Promise<PersonalValues> {
  const values = new PersonalValues();
  const record = (await readPlain(model, tx, entity, [id])).get(id) ?? {};
  for (const { lines, fields } of parts) {
    const rows: unknown = lines === null ? [record] : record[lines.name];
    for (const row of Array.isArray(rows) ? rows : []) for (const field of fields) values.add(field, membersOf(row)[field.name]);
  }
  const known = fieldsByPath(parts);
  const history = await tx.rows(
    sql`SELECT changes FROM trellis_change WHERE record_id = ${value(id, 'uuid')} AND entity = ANY(${value([entity.id, ...entity.formerIds], 'text[]')})`,
  );
  for (const change of history.flatMap(({ changes }) => (Array.isArray(changes) ? changes.map(membersOf) : []))) {
    const field = known.get(String(change['field']));
    if (field !== undefined) for (const content of [change['from'], change['to']]) values.add(field, content);
  }
  const before = membersOf((await tx.rows(sql`SELECT before FROM trellis_undo WHERE record_id = ${value(id, 'uuid')}`))[0]?.['before']);
  for (const [name, field] of known) values.add(field, before[name]);
  return values;
}

/** Personal fields by every name that history may tell them by: `phone`, `drivers.phone`. */
function fieldsByPath(parts: readonly PersonalPart[]): ReadonlyMap<string, Field> {
  return new Map(
    parts.flatMap(({ lines, fields }) =>
      fields.flatMap((field) => {
        const owners = lines === null ? [''] : namesOf(lines).map((name) => `${name}.`);
        return owners.flatMap((owner) => namesOf(field).map((name) => [`${owner}${name}`, field] as const));
      }),
    ),
  );
}
