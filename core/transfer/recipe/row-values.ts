import { clockAt } from '../../definitions/expressions/clock-at.js';
import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import type { Environment } from '../../definitions/expressions/environment.js';
import { evaluate } from '../../definitions/expressions/evaluate.js';
import { functions } from '../../definitions/expressions/functions/table.js';
import { valueToWire, type Value } from '../../definitions/expressions/value.js';
import { isWhole } from '../../definitions/field-types/is-whole.js';
import { UserError, type Violation } from '../../kernel/user-error.js';
import { standardTimeZone } from '../../kernel/time-zone.js';
import type { CsvRow } from '../csv/read-csv.js';
import type { CompiledField } from './compile-recipe.js';
import type { ActionExpressions } from './compile-actions.js';
import type { ExternalKeys } from './external-keys.js';
import type { JoinedRows } from './joined-rows.js';

/** What a row gives for some fields, and what is wrong with it. */
export interface RowInput {
  readonly values: Readonly<Record<string, unknown>>;
  readonly violations: readonly Violation[];
}

/** Evaluates the expressions of a recipe over the rows of its files. A cell that cannot be understood is told, never taken for empty. */
export class RowValues {
  private readonly own: ReadonlyMap<string, (args: readonly Value[]) => Value>;
  private readonly clock = clockAt(new Date(), standardTimeZone);

  constructor(
    private readonly keys: ExternalKeys,
    private readonly joined: JoinedRows,
  ) {
    this.own = new Map([
      ['ref', (args) => this.referred(args)],
      ['date', (args) => this.understood('date', args, (found) => new UserError(422, 'field.date', { found }))],
      ['number', (args) => this.understood('number', args, (found) => new UserError(422, 'field.wrong-type', { expected: 'a number', found }))],
    ]);
  }

  /** Throws a UserError for what cannot be understood. */
  value(expression: CheckedExpression, row: CsvRow): Value {
    return evaluate(expression, this.environment(row));
  }

  /** A key as text; empty when there is none. */
  key(expression: CheckedExpression, row: CsvRow): string {
    return textOf(this.value(expression, row));
  }

  /** Empty values are left out, so that defaults hold. */
  input(fields: readonly CompiledField[], row: CsvRow): RowInput {
    const values: Record<string, unknown> = {};
    const violations: Violation[] = [];
    for (const { field, part, expression } of fields) {
      try {
        const wire = valueToWire(this.value(expression, row));
        if (wire === null) continue;
        if (part !== null) values[field.name] = { ...Object(values[field.name]), [part]: wire };
        else values[field.name] = isWhole(field) && typeof wire === 'string' ? Number(wire) : wire;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        violations.push({ pointer: `/${field.name}`, code: error.code, params: error.params });
      }
    }
    return { values, violations };
  }

  /** What a transition asks; what is empty is left out. Throws a UserError for what cannot be understood. */
  actionInput(expressions: ActionExpressions, row: CsvRow): Readonly<Record<string, unknown>> {
    const wires = [...expressions].map(([name, expression]) => [name, valueToWire(this.value(expression, row))] as const);
    return Object.fromEntries(wires.filter(([, wire]) => wire !== null));
  }

  private environment(row: CsvRow): Environment {
    return { record: null, variables: new Map([['row', this.joined.record(row)]]), functions: this.own, ...this.clock };
  }

  private referred([entity = null, ...parts]: readonly Value[]): Value {
    if (parts.some((part) => part === null)) return null;
    const [name, key] = [textOf(entity), parts.map(textOf).join(':')];
    const id = this.keys.find(name, key);
    if (id === undefined) throw new UserError(422, 'transfer.no-such-key', { entity: name, found: key.slice(0, 80) });
    return id;
  }

  /** The function of the language, but what it cannot read is refused. */
  private understood(name: string, args: readonly Value[], refusal: (found: string) => UserError): Value {
    const [text = null] = args;
    const read = functions.get(name)?.evaluate(args, { record: null, variables: new Map(), ...this.clock }) ?? null;
    if (read === null && textOf(text).trim() !== '') throw refusal(textOf(text).slice(0, 80));
    return read;
  }
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : String(valueToWire(value) ?? '');
}
