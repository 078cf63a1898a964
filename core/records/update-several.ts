import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { UserError } from '../kernel/user-error.js';
import { bulk, type BulkOutcome } from './bulk.js';
import type { Platform } from './platform.js';
import { demandVerb } from './rights.js';
import { updateRecord } from './update-record.js';

/** Changes the same fields of several records, each saved with its own checks and rights, and where `versions` names one only as that. Throws 400 for a body that is not understood, 403. */
export async function updateSeveral(platform: Platform, caller: Caller, entity: Entity, body: unknown): Promise<readonly BulkOutcome[]> {
  demandVerb(platform, caller, entity, 'update');
  const sent = new Map<string, unknown>(Object.entries(Object(body)));
  const strange = [...sent.keys()].find((key) => !known.has(key));
  if (strange !== undefined) throw new UserError(400, 'record.bulk-key', { found: strange.slice(0, 80), valid: [...known] });
  const changes = sent.get('changes');
  if (!isFilledObject(changes)) throw new UserError(422, 'record.no-changes');
  const versions = versionsIn(sent.get('versions'));
  // The version of one record is none of all of them.
  const { version: _, ...input } = changes;
  return bulk(platform, caller, entity, sent, (id) => updateRecord(platform, caller, entity, id, input, { mode: 'patch', ifMatch: versions.get(id) ?? null }));
}

const known: ReadonlySet<string> = new Set(['ids', 'filter', 'changes', 'versions']);

function isFilledObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && Object.keys(json).some((key) => key !== 'version');
}

function versionsIn(json: unknown): ReadonlyMap<string, number> {
  const entries = Object.entries(Object(json ?? {}));
  const versions = entries.flatMap(([id, version]) =>
    typeof version === 'number' && Number.isSafeInteger(version) ? [[id.toLowerCase(), version] as const] : [],
  );
  if (versions.length < entries.length || Array.isArray(json)) throw new UserError(422, 'record.bad-version', { found: JSON.stringify(json).slice(0, 80) });
  return new Map(versions);
}
