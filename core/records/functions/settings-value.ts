import { RecordValue } from '../../definitions/expressions/record-value.js';
import type { Value } from '../../definitions/expressions/value.js';
import { readableSettings } from '../../definitions/readable-settings.js';
import { settingsRecords } from './settings-records.js';
import type { FunctionPlace } from './function-place.js';

/** The variable `settings`: what holds for the record's company, else for the installation, else what is declared. `own` are further members, which come first. */
export function settingsValue(place: FunctionPlace, own: Value = null): RecordValue {
  return new RecordValue(null, (member) => {
    const content = own instanceof RecordValue ? own.get(member) : null;
    return content !== null || !hasSettings(place, member) ? content : new RecordValue(null, (name) => settingAt(place, member, name));
  });
}

function hasSettings({ model }: FunctionPlace, plugin: string): boolean {
  return [...model.entities.values()].some((entity) => entity.kind === 'settings' && entity.plugin === plugin);
}

function settingAt({ model, known, company }: FunctionPlace, plugin: string, name: string): Value {
  const found = readableSettings(model.entities, plugin).get(name);
  if (found === undefined) return null;
  const { entity, field } = found;
  const id = entity.scope === null ? null : company();
  const rows = known.settings.take(`${entity.id} ${id ?? ''}`, (tx) => settingsRecords(tx, entity, id));
  const content = rows?.map(({ id: row }) => known.reference(entity, row).get(name)).find((one) => one !== null);
  return content ?? known.given(entity, { [name]: field.defaultValue ?? null }).get(name);
}
