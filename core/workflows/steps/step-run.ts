import type { Executor } from '../../data/database.js';
import { clockAt } from '../../definitions/expressions/clock-at.js';
import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import { userRecordType } from '../../definitions/expressions/entity-scope.js';
import type { Environment } from '../../definitions/expressions/environment.js';
import { evaluate } from '../../definitions/expressions/evaluate.js';
import { InstantValue } from '../../definitions/expressions/instant-value.js';
import { RecordValue } from '../../definitions/expressions/record-value.js';
import { valueFromWire, type Value } from '../../definitions/expressions/value.js';
import type { Entity } from '../../definitions/model.js';
import { settingsName } from '../../definitions/readable-settings.js';
import type { Caller } from '../../kernel/caller.js';
import type { KnownRecords } from '../../records/known-records.js';
import type { Platform } from '../../records/platform.js';
import { companyOf } from '../../records/functions/company-of.js';
import type { FunctionPlace } from '../../records/functions/function-place.js';
import { settingsValue } from '../../records/functions/settings-value.js';
import { timeZoneAt } from '../../records/functions/time-zone-at.js';
import { stepFunctions } from './step-functions.js';

/** The record that steps are about. */
export interface Subject {
  readonly entity: Entity;
  readonly id: string;
}

/** Something that a step made or changed, for whoever asked. */
export interface Effect {
  readonly kind: 'created' | 'notice';
  readonly entity: string;
  readonly id: string;
}

/** What steps work with while the transaction of their change, or of one step of a run, is open. */
export interface StepRun {
  /** Its database is the transaction. */
  readonly platform: Platform;
  readonly tx: Executor;
  readonly caller: Caller;
  readonly subject: Subject | null;
  /** How the record stands, where it cannot be read from its table any more. */
  readonly record: RecordValue | null;
  readonly records: KnownRecords;
  readonly variables: Map<string, Value>;
  readonly effects: Effect[];
  /** The database's clock, where steps follow it; unsaid: that of this machine. */
  readonly now?: Date;
  /** What the step wrote, for people who look at the run. */
  trace?: unknown;
}

/** The value of an expression of a step; records that it looks into are loaded as they are now. */
export async function valueOf(run: StepRun, expression: CheckedExpression, more: ReadonlyMap<string, Value> = new Map()): Promise<Value> {
  return run.records.settle(() => evaluate(expression, environmentOf(run, more)));
}

/** The same at once, for work within `settle`: null where a record is still to be loaded. */
export function valueNow(run: StepRun, expression: CheckedExpression, more: ReadonlyMap<string, Value>): Value {
  return evaluate(expression, environmentOf(run, more));
}

/** Whether a condition holds; one that is not said does. */
export async function holds(run: StepRun, condition: CheckedExpression | null, more?: ReadonlyMap<string, Value>): Promise<boolean> {
  return condition === null || (await valueOf(run, condition, more)) === true;
}

/** Names and functions of the expressions of steps. */
export function environmentOf(run: StepRun, more: ReadonlyMap<string, Value>): Environment {
  const { caller } = run;
  const user = { id: caller.userId, email: caller.email, name: caller.name, teams: caller.teamIds, roles: caller.roleIds, companies: caller.companies.ids };
  const place = placeOf(run);
  const settings = settingsValue(place, run.variables.get(settingsName));
  const asker = valueFromWire({ kind: 'record', record: userRecordType }, user);
  const variables = new Map<string, Value>([['user', asker], ...run.variables, [settingsName, settings], ...more]);
  const moment = run.now ?? new Date();
  return {
    record: recordOf(run),
    variables,
    now: InstantValue.of(moment),
    get today() {
      return clockAt(moment, timeZoneAt(place)).today;
    },
    functions: stepFunctions(place),
  };
}

function recordOf({ record, subject, records }: StepRun): RecordValue | null {
  return record ?? (subject === null ? null : records.reference(subject.entity, subject.id));
}

/** Where functions are called: the company is that of the record that the steps are about. */
export function placeOf(run: StepRun): FunctionPlace {
  const { platform, records, subject } = run;
  const read = (name: string): unknown => {
    const value = name === 'id' ? subject?.id : recordOf(run)?.get(name);
    return value instanceof RecordValue ? value.id : value;
  };
  return { model: platform.model, known: records, company: () => (subject === null ? null : companyOf(platform.model, records, subject.entity, read)) };
}
