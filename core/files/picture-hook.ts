import { sql, value } from '../data/sql.js';
import type { Entity, Field, Model } from '../definitions/model.js';
import type { Violation } from '../kernel/user-error.js';
import type { WriteHook, WriteStep } from '../records/hooks.js';
import type { Draft } from '../records/write/draft.js';

/** Pictures of records: an upload belongs to the record that takes it first, and goes with it. Its content is swept away later, when the transaction cannot fail any more. */
export const pictureHook: WriteHook = {
  appliesTo: (entity) => entity.kind !== 'line' && [...entity.fields.values()].some((field) => field.type === 'image' || field.type === 'lines'),
  async check(step) {
    const before = new Set(placesOf(step, step.before).map(({ id }) => id));
    const taken = placesOf(step, step.after).filter(({ id }) => !before.has(id));
    return taken.length === 0 ? [] : take(step, taken);
  },
  async done(step) {
    const kept = new Set(placesOf(step, step.after).map(({ id }) => id));
    const gone = placesOf(step, step.before).flatMap(({ id }) => (kept.has(id) ? [] : [id]));
    if (gone.length > 0) await step.tx.rows(sql`DELETE FROM trellis_file WHERE id = ANY(${value(gone, 'uuid[]')})`);
    return {};
  },
  async erased({ tx, id, values }) {
    const gone = value([...values.pictures], 'uuid[]');
    await tx.rows(sql`DELETE FROM trellis_file WHERE record_id = ${value(id, 'uuid')} AND id = ANY(${gone})`);
  },
};

interface Place {
  readonly id: string;
  readonly field: Field;
  readonly pointer: string;
}

function placesOf({ platform, entity }: WriteStep, draft: Draft | null): readonly Place[] {
  return draft === null ? [] : placesIn(platform.model, entity, draft, '');
}

function placesIn(model: Model, entity: Entity, draft: Draft, pointer: string): readonly Place[] {
  const own = [...entity.fields.values()].flatMap((field): readonly Place[] => {
    const id = draft.values.get(field.name);
    return field.type === 'image' && typeof id === 'string' ? [{ id, field, pointer: `${pointer}/${field.name}` }] : [];
  });
  const ofLines = [...draft.lines].flatMap(([name, lines]) => {
    const line = model.entities.get(entity.fields.get(name)?.target ?? '');
    return line === undefined ? [] : lines.flatMap((one, index) => placesIn(model, line, one, `${pointer}/${name}/${index}`));
  });
  return [...own, ...ofLines];
}

/** Binds uploads of the caller to the record; those of others, and those of another record, are as good as not there. */
async function take({ tx, caller, after }: WriteStep, places: readonly Place[]): Promise<readonly Violation[]> {
  const ids = places.map(({ id }) => id);
  const rows = await tx.rows(sql`
    UPDATE trellis_file SET record_id = ${value(after?.id ?? null, 'uuid')}
    WHERE id = ANY(${value(ids, 'uuid[]')}) AND record_id IS NULL AND uploaded_by = ${value(caller.userId, 'uuid')} RETURNING id::text AS id, bytes`);
  const bytes = new Map(rows.map((row) => [String(row['id']), Number(row['bytes'])]));
  return places.flatMap(({ id, field, pointer }): readonly Violation[] => {
    const size = bytes.get(id);
    const most = field.declaration?.type === 'image' ? (field.declaration.maxBytes ?? 5_242_880) : 0;
    if (size === undefined) return [{ pointer, code: 'files.unknown' }];
    return size > most ? [{ pointer, code: 'files.too-large', params: { most } }] : [];
  });
}
