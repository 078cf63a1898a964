import { sightOf } from '../access/sight-of.js';
import { aggregateSql, type Measure } from '../data/query/aggregate-sql.js';
import type { Entity, Field } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { UserError } from '../kernel/user-error.js';
import type { Platform } from './platform.js';
import { demandParameters, namesParameter, type Parameters } from './query/parameters.js';
import { conditionOf, jsonOf, parseAsOf } from './query/parse-list-query.js';
import { takesAsOf, validOn } from './query/valid-on.js';
import { visibleField, visibleFields, type Names } from './query/visible-field.js';
import { demandVerb } from './rights.js';

const mostGroups = 3;
const mostMeasures = 20;
const mostRows = 1000;
const groupable: ReadonlySet<string> = new Set(['enum', 'state', 'reference', 'boolean', 'date', 'text', 'integer', 'rating', 'multi-enum', 'tags']);

/** Figures by groups, as JSON text: counts, sums, averages, least and greatest of what the caller sees. At most 1,000 groups. */
export async function aggregateRecords(platform: Platform, caller: Caller, entity: Entity, given: Parameters): Promise<string> {
  demandVerb(platform, caller, entity, 'read');
  const names: Names = { platform, caller };
  const parameters = demandParameters(given, ['group', 'measures', 'filter', 'q', ...(takesAsOf(entity) ? ['asOf'] : [])]);
  const groups = namesParameter(parameters.get('group') ?? '').map((name) => groupField(names, entity, name));
  const measures = namesParameter(parameters.get('measures') ?? 'count').map((text) => measure(names, entity, text));
  if (groups.length > mostGroups) throw new UserError(400, 'query.too-large', { most: mostGroups, what: 'groups', found: groups.length });
  if (measures.length > mostMeasures) throw new UserError(400, 'query.too-large', { most: mostMeasures, what: 'measures', found: measures.length });
  const asOf = parseAsOf(parameters.get('asOf'));
  const condition = validOn(names, entity, asOf, conditionOf(names, entity, jsonOf(parameters, 'filter', '{"state":"new"}'), parameters.get('q')));
  const sight = sightOf(caller, platform.policyOf(caller), platform.model);
  const [row = {}] = await platform.database.rows(aggregateSql(platform.model, sight, entity, { condition, groups, measures, limit: mostRows, asOf }));
  demandOneCurrency(names, entity, measures, row);
  return typeof row['answer'] === 'string' ? row['answer'] : '[]';
}

/** Amounts in several currencies have no sum, and no first and last. */
function demandOneCurrency(names: Names, entity: Entity, measures: readonly Measure[], row: Readonly<Record<string, unknown>>): void {
  const mixed = measures.find((_, index) => row[`x${index}`] === true);
  if (mixed === undefined) return;
  const converted = fieldsOf(names, entity).filter((one) => one.converts !== null);
  const valid = converted.map((one) => one.name).join(', ');
  throw new UserError(400, 'query.mixed-currencies', { found: mixed.name, currency: mixed.currency?.join('.') ?? '', valid: valid || '–' });
}

function groupField(names: Names, entity: Entity, name: string): Field {
  const field = visibleField(names, entity, name);
  if (groupable.has(field.type)) return field;
  const valid = fieldsOf(names, entity).filter((one) => groupable.has(one.type));
  throw new UserError(400, 'query.not-groupable', { found: name, valid: valid.map((one) => one.name) });
}

function measure(names: Names, entity: Entity, text: string): Measure {
  if (text === 'count') return { name: text, of: 'count', field: null, currency: null };
  const [, of, name] = /^(sum|avg|min|max)\((\w+)\)$/u.exec(text) ?? [];
  const field = name === undefined ? undefined : visibleField(names, entity, name);
  if (field !== undefined && isMeasure(of) && isMeasurable(field, of)) return { name: text, of, field, currency: currencyOf(field) };
  const valid = fieldsOf(names, entity).filter((one) => one.scale !== null && !one.isSystem);
  throw new UserError(400, 'query.unknown-measure', { found: text, valid: valid.map((one) => one.name) });
}

function currencyOf({ declaration }: Field): readonly string[] | null {
  return declaration !== null && 'currency' in declaration ? (declaration.currency?.split('.') ?? null) : null;
}

function isMeasure(of: string | undefined): of is 'sum' | 'avg' | 'min' | 'max' {
  return of === 'sum' || of === 'avg' || of === 'min' || of === 'max';
}

/** Numbers are added up; days and moments have a first and a last. */
function isMeasurable(field: Field, of: 'sum' | 'avg' | 'min' | 'max'): boolean {
  if (field.scale !== null) return true;
  return (of === 'min' || of === 'max') && (field.type === 'date' || field.type === 'datetime');
}

function fieldsOf({ platform, caller }: Names, entity: Entity): readonly Field[] {
  return visibleFields(entity, platform.policyOf(caller).entity(entity.id));
}
