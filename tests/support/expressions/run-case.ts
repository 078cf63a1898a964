import { checkExpression } from '../../../core/definitions/expressions/check-expression.js';
import type { CheckedExpression } from '../../../core/definitions/expressions/checked.js';
import { DateValue } from '../../../core/definitions/expressions/date-value.js';
import type { Environment } from '../../../core/definitions/expressions/environment.js';
import { evaluate } from '../../../core/definitions/expressions/evaluate.js';
import { InstantValue } from '../../../core/definitions/expressions/instant-value.js';
import { RecordValue } from '../../../core/definitions/expressions/record-value.js';
import type { ExpressionType } from '../../../core/definitions/expressions/types.js';
import { valueFromWire, valueToWire } from '../../../core/definitions/expressions/value.js';
import type { ExpressionCase } from './case.js';
import { caseClock, caseId, caseScope, caseUser } from './case-types.js';

/** What the evaluator in JavaScript says to a case: the value, or the code of the first mistake. Runs in a browser too. */
export function runCase({ expression, values = {} }: ExpressionCase): { readonly value: unknown } | { readonly mistake: string } {
  const check = checkExpression(expression, caseScope);
  if (check.kind === 'wrong') return { mistake: check.mistakes[0]?.code ?? 'none' };
  return { value: valueToWire(evaluate(check.expression, caseEnvironment(values))) };
}

/** The checked expression of a case that has no mistake. */
export function checkedCase(expression: string): CheckedExpression {
  const check = checkExpression(expression, caseScope);
  if (check.kind === 'wrong') throw new Error(`${expression}: ${JSON.stringify(check.mistakes)}`);
  return check.expression;
}

/** The record of a case, the user and the clock. */
export function caseEnvironment(values: Readonly<Record<string, unknown>>): Environment {
  const [today, now] = [DateValue.parse(caseClock.today), InstantValue.parse(caseClock.now)];
  if (today === null || now === null || caseScope.record === null) throw new Error('the fixture has no clock or record');
  const record = valueFromWire({ kind: 'record', record: caseScope.record }, { id: caseId, ...values });
  if (!(record instanceof RecordValue)) throw new Error('the fixture has no record');
  const user = valueFromWire(caseScope.variables.get('user') ?? nothing, caseUser);
  return { record, variables: new Map([['user', user]]), today, now };
}

const nothing: ExpressionType = { kind: 'null' };
