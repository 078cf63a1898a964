import type { CheckedExpression } from '../expressions/checked.js';
import type { ExpressionType } from '../expressions/types.js';
import type { Entity } from '../model.js';
import type { Place } from '../parse/reporter.js';
import { companyOf } from './company-of.js';
import { crossing, wayTo } from './crossing.js';
import { isAlwaysOfOne } from './is-always-of-one.js';
import { reportAcross, reportNeedless } from './report-across.js';
import type { Expressions } from './steps/step.js';
import { leadsTo, ofRecord, valuesRead, type Names, type ValueRead } from './values-read.js';

/** What is written, and into which record; lines belong where it does. */
export interface Written {
  readonly entity: Entity;
  /** The record, where it is there; null for the one that the names are of. Undefined of a record that is made. */
  readonly record?: CheckedExpression | null;
  /** Fields of a record that is made. */
  readonly fields: Expressions;
  readonly values: readonly WrittenValue[];
}

export interface WrittenValue {
  readonly expression: CheckedExpression;
  readonly place: Place;
  /** Further names that it knows. */
  readonly more?: ReadonlyMap<string, ExpressionType>;
}

/** Where it is declared, what that is called, and whether it says that it mixes companies. */
export interface Declaring {
  readonly place: Place;
  readonly what: string;
  readonly isSaid: boolean;
}

/**
 * What belongs to a company is not written into what may belong to none: everybody sees that record, and with it the value of one company. A record that
 * always belongs to one is left alone, since nothing tells which.
 */
export function checkWritesAcross(written: Written, { place, what, isSaid }: Declaring, names: Names): void {
  const { linking } = names;
  const into = placeOf(written, names);
  const found = written.values.flatMap(({ expression, place: at, more = new Map() }) => {
    const reads = valuesRead(expression, { ...names, variables: new Map([...names.variables, ...more]) });
    const leaves = reads.map((read) => leaving(read, into, names)).find((one) => one !== null) ?? null;
    return leaves === null ? [] : [{ leaves, at }];
  });
  if (isSaid && found.length === 0) reportNeedless('value.across-companies', what, place, linking);
  if (!isSaid) for (const { leaves, at } of found) reportAcross('value.across-companies', leaves, at, true, linking);
}

interface Target {
  readonly entity: Entity;
  readonly record: readonly string[] | null;
  readonly way: string | null;
}

function placeOf({ entity, record, fields }: Written, names: Names): Target {
  const company = companyOf(entity, names.linking);
  if (record !== undefined) {
    const to = record === null ? [ofRecord] : leadsTo(record, names);
    return { entity, record: to, way: to === null || company === null ? null : wayTo(to, company) };
  }
  const [first = '', ...rest] = company ?? [];
  const given = fields.get(first);
  const to = given === undefined ? null : leadsTo(given, names);
  return { entity, record: null, way: to === null ? null : [...to, ...rest].join('.') };
}

/** What of another company would be seen where the value is written; null when nothing. */
function leaving({ start, entity, path }: ValueRead, { entity: into, record, way }: Target, { linking }: Names): string | null {
  const whole = [...start, ...path];
  // A value that the record has itself, or reads through its references.
  if (record !== null && record.every((name, index) => whole[index] === name)) return crossing(whole.slice(record.length), into, linking);
  if (isAlwaysOfOne(into, linking) || path.length === 0 || path.join('.') === 'id') return null;
  const company = companyOf(entity, linking);
  if (company !== null && wayTo(start, company) !== way)
    return `${path.join('.')} of ${entity.id}, which belongs to companies, on ${into.id}, which may belong to none`;
  return crossing(path, entity, linking, { before: start, way });
}
