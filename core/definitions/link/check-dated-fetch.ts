import type { Entity, Field } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import { fits } from './fits.js';
import { dependenciesIn, type Linking } from './linking.js';

/** A value that is valid on a day: of a dated entity, by all of its keys that are needed. */
export function checkDatedFetch(field: Field, draft: EntityDraft, entity: Entity, place: Place, linking: Linking): void {
  const fetch = field.fetchDated;
  if (fetch === null) return;
  const { reporter, skeletons } = linking;
  const plugins = dependenciesIn(linking, draft.fields.get(field.name)?.plugin ?? draft.plugin);
  const known = [...skeletons.values()].filter((one) => one.dated !== null && plugins.includes(one.plugin));
  const dated = known.find((one) => one.id === fetch.dated);
  if (dated === undefined || dated.dated === null) {
    reporter.unknownName(
      'fetch.not-dated',
      below(place, 'dated'),
      fetch.dated,
      known.map((one) => one.id),
    );
    return;
  }
  const source = dated.fields.get(fetch.field);
  if (source === undefined || !fits(source, field))
    reporter.unknownName(
      'fetch.not-dated',
      below(place, 'field'),
      fetch.field,
      [...dated.fields.values()].filter((one) => !one.isSystem && fits(one, field)).map((one) => one.name),
    );
  checkPer(fetch, source, place, linking);
  const ofRecord = fieldsOf(entity, linking);
  for (const [key, path] of Object.entries(fetch.by)) {
    const keyField = dated.fields.get(key);
    if (keyField === undefined || !dated.dated.by.includes(key)) reporter.unknownName('fetch.not-dated', below(place, 'by', key), key, dated.dated.by);
    else {
      const fitting = ofRecord.filter(([, one]) => one.type === keyField.type && one.target === keyField.target).map(([name]) => name);
      if (!fitting.includes(path)) reporter.unknownName('fetch.not-dated', below(place, 'by', key), path, fitting);
    }
  }
  checkGeneral(fetch, dated, place, linking);
  const days = ofRecord.filter(([, one]) => one.type === 'date').map(([name]) => name);
  if (fetch.on !== undefined && !days.includes(fetch.on)) reporter.unknownName('fetch.not-dated', below(place, 'on'), fetch.on, days);
}

/** The unit of what is valid is known by one of the keys that it is looked up by. */
function checkPer({ by }: NonNullable<Field['fetchDated']>, source: Field | undefined, place: Place, { reporter }: Linking): void {
  const per = source?.declaration?.type === 'money' ? source.declaration.per : undefined;
  const [key = ''] = per?.split('.') ?? [];
  if (per === undefined || by[key] !== undefined) return;
  const remedy = `Look it up by ${key} too, or let the price be one of a unit that a key leads to.`;
  reporter.unknownName('fetch.not-dated', below(place, 'by'), per, Object.keys(by), remedy);
}

/** Keys that are left out must be able to be empty. */
function checkGeneral({ by, general = [] }: NonNullable<Field['fetchDated']>, dated: Entity, place: Place, { reporter }: Linking): void {
  const valid = Object.keys(by).filter((name) => dated.fields.get(name)?.required === false);
  for (const [index, key] of general.entries())
    if (!valid.includes(key)) reporter.unknownName('fetch.not-dated', below(place, 'general', index), key, valid, 'Name keys of "by" that may be empty.');
}

/** Fields of the record and, of a line, those of its owner, by the path that leads there. */
function fieldsOf(entity: Entity, { skeletons }: Linking): readonly (readonly [path: string, field: Field])[] {
  const owner = skeletons.get(entity.parent?.entity ?? '');
  return [...entity.fields, ...[...(owner?.fields ?? [])].map(([name, field]) => [`parent.${name}`, field] as const)];
}
