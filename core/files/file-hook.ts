import { sql, value } from '../data/sql.js';
import { holdsFiles } from '../definitions/field-types/holds-files.js';
import type { Entity, Field, Model } from '../definitions/model.js';
import type { Violation } from '../kernel/user-error.js';
import type { WriteHook, WriteStep } from '../records/hooks.js';
import type { Draft } from '../records/write/draft.js';
import { fileLimits, isTaken } from './file-limits.js';

/** Files of records: an upload belongs to the record that takes it first, and goes with it. Its content is swept away later, when the transaction cannot fail any more. */
export const fileHook: WriteHook = {
  appliesTo: (entity) => entity.kind !== 'line' && [...entity.fields.values()].some((field) => holdsFiles(field) || field.type === 'lines'),
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
    const gone = value([...values.files], 'uuid[]');
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
    const at = `${pointer}/${field.name}`;
    const content = holdsFiles(field) ? draft.values.get(field.name) : null;
    if (Array.isArray(content)) return content.map((id, index) => ({ id: String(id), field, pointer: `${at}/${index}` }));
    return typeof content === 'string' ? [{ id: content, field, pointer: at }] : [];
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
    WHERE id = ANY(${value(ids, 'uuid[]')}) AND record_id IS NULL AND uploaded_by = ${value(caller.userId, 'uuid')} RETURNING id::text AS id, bytes, media_type`);
  const uploads = new Map(rows.map((row) => [String(row['id']), { bytes: Number(row['bytes']), mediaType: String(row['media_type']) }]));
  return places.flatMap(({ id, field, pointer }): readonly Violation[] => {
    const upload = uploads.get(id);
    if (upload === undefined) return [{ pointer, code: 'files.unknown' }];
    const limits = fileLimits(field);
    if (upload.bytes > limits.maxBytes) return [{ pointer, code: 'files.too-large', params: { most: limits.maxBytes } }];
    if (isTaken(limits, upload.mediaType)) return [];
    return [{ pointer, code: 'files.wrong-kind', params: { found: upload.mediaType, valid: [...(limits.mediaTypes ?? [])] } }];
  });
}
