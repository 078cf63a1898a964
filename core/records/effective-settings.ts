import type { Entity, Field } from '../definitions/model.js';
import { readableSettings } from '../definitions/readable-settings.js';
import type { Caller } from '../kernel/caller.js';
import { settingsRecords, type SettingsRecord } from './functions/settings-records.js';
import { notFound, readRecord } from './get-record.js';
import type { Platform } from './platform.js';
import { demandVerb } from './rights.js';

/** A value of a setting and whose it is: the company's own, the installation's, or what the plugin declares. */
interface SettingLayer {
  readonly from: 'company' | 'installation' | 'default';
  /** In the form of the API. */
  readonly value: unknown;
  /** Of a reference: how the record is called. */
  readonly label?: string;
  /** The caller may not see what is said there, if anything is. */
  readonly hidden?: true;
}

/** What holds of settings in one company or, with null, in general. */
export interface EffectiveSettings {
  readonly company: string | null;
  /** The record that the company, or the installation, has of its own; null where the caller sees none. */
  readonly id: string | null;
  readonly version: number | null;
  /** By field: first what holds, then what would hold in its place. */
  readonly settings: Readonly<Record<string, readonly SettingLayer[]>>;
}

type Row = ReadonlyMap<string, unknown>;

/** A record of settings as the caller sees it; null where the caller does not. */
interface Said extends Pick<SettingsRecord, 'from'> {
  readonly row: Row | null;
}

/** What holds of each setting that expressions read, in one company or, with null, in general, and what would hold in its place. Throws 404 for what is no settings, 403. */
export async function effectiveSettings(platform: Platform, caller: Caller, entity: Entity, asked: string | null): Promise<EffectiveSettings> {
  if (entity.kind !== 'settings') throw notFound(entity, caller);
  const rights = demandVerb(platform, caller, entity, 'read');
  const company = entity.scope === null ? null : asked;
  const said: Said[] = [];
  for (const { id, from } of await settingsRecords(platform.database, entity, company))
    said.push({ from, row: rowOf(await readRecord(platform, platform.database, caller, entity, id)) });
  const own = said.find(({ from }) => from === (company === null ? 'installation' : 'company'))?.row ?? null;
  const fields = [...readableSettings(platform.model.entities, entity.plugin).values()].filter((one) => one.entity.id === entity.id);
  const seen = fields.filter(({ field }) => rights.fieldRows(field.name).kind !== 'none');
  return {
    company,
    id: own === null ? null : String(own.get('id')),
    version: own === null ? null : Number(own.get('version')),
    settings: Object.fromEntries(seen.map(({ field }) => [field.name, layersOf(field, said)])),
  };
}

function rowOf(json: string | null): Row | null {
  const row: unknown = json === null ? null : JSON.parse(json);
  return typeof row === 'object' && row !== null ? new Map<string, unknown>(Object.entries(row)) : null;
}

/** What the caller may not see may be there. */
function layersOf({ name, defaultValue = null }: Field, said: readonly Said[]): readonly SettingLayer[] {
  const layers = said.flatMap(({ from, row }): readonly SettingLayer[] => {
    if (row === null || listIn(row, '_restricted').includes(name)) return [{ from, value: null, hidden: true }];
    const value = row.get(name) ?? null;
    if (value === null) return [];
    const label = new Map<string, unknown>(Object.entries(Object(row.get('_labels')))).get(name);
    return [{ from, value, ...(typeof label === 'string' ? { label } : {}) }];
  });
  return defaultValue === null ? layers : [...layers, { from: 'default', value: defaultValue }];
}

function listIn(row: Row, name: string): readonly unknown[] {
  const list = row.get(name);
  return Array.isArray(list) ? list : [];
}
