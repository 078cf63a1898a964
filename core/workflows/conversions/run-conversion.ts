import { Exact } from '../../definitions/expressions/exact.js';
import type { Conversion } from '../../definitions/model.js';
import { askerOf } from '../../kernel/asker-of.js';
import { UserError, type Violation } from '../../kernel/user-error.js';
import { linkChain } from '../../records/chain-link.js';
import { createRecord } from '../../records/create-record.js';
import type { CountingConversion } from '../../records/conversions/conversions-of.js';
import type { Takes } from '../../records/conversions/read-takes.js';
import { demandSingle, isSingle } from '../../records/conversions/demand-single.js';
import { seesQuantities } from '../../records/conversions/seen-lines.js';
import { fieldInput } from '../steps/field-input.js';
import type { StepRun } from '../steps/step-run.js';
import { entityOf, idIn, subjectOf, withoutNulls } from '../steps/write-steps.js';
import { inOtherUnit } from './in-other-unit.js';
import { inTargetUnit } from './in-target-unit.js';
import { openLines, type OpenLine } from './open-lines.js';

/** Makes a document of the record that the action was run on, which is locked: of what is open, or of as much as is asked. */
export async function runConversion(run: StepRun, conversion: Conversion, takes: Takes | null): Promise<void> {
  const subject = await subjectOf(run, null);
  const target = entityOf(run, conversion.target);
  const { source } = conversion.declaration;
  if (isSingle(conversion)) await demandSingle({ ...run, target }, conversion, subject.id, null);
  const lines = conversion.lines === null ? {} : { [conversion.lines.to]: await linesInput(run, { ...conversion, lines: conversion.lines }, takes) };
  const input = { ...(await fieldInput(run, target, conversion.fields)), ...(source === undefined ? {} : { [source]: subject.id }), ...lines };
  const id = idIn(await createRecord(run.platform, run.caller, target, withoutNulls(input), { byStep: true }));
  await linkChain(run.tx, subject, { entity: target, id });
  run.effects.push({ kind: 'created', entity: target.id, id });
  run.records.forget();
}

/** How much of a line, in its unit. */
type Taken = readonly [OpenLine, InstanceType<typeof Exact>];

/** How much of which line, in the order of the lines. */
async function takenOf(run: StepRun, conversion: CountingConversion, takes: Takes | null): Promise<readonly Taken[]> {
  const open = await openLines(run, await subjectOf(run, null), conversion);
  if (open.length === 0) throw new UserError(409, 'conversion.nothing-open');
  if (takes === null) return open.map((line) => [line, line.open] as const);
  const isTold = seesQuantities(run.platform.policyOf(askerOf(run.caller)), conversion);
  const known = new Map(open.map((line) => [line.id, line]));
  const violations = [...takes].flatMap(([id, quantity], index): readonly Violation[] => {
    const line = known.get(id);
    if (line === undefined) return [{ pointer: `/lines/${index}/line`, code: 'conversion.not-open' }];
    if (!line.shown.lt(quantity)) return [];
    const pointer = `/lines/${index}/quantity`;
    if (!isTold) return [{ pointer, code: 'conversion.more-than-there' }];
    return [{ pointer, code: 'conversion.more-than-open', params: { open: line.shown.toFixed(), asked: new Exact(quantity).toFixed() } }];
  });
  if (violations.length > 0) throw new UserError(422, 'record.invalid', { count: violations.length }, violations);
  const taken = open.flatMap((line) => {
    const quantity = takes.get(line.id);
    if (quantity === undefined || new Exact(quantity).isZero()) return [];
    // Who asks for all that is shown gets all that is open, to the last digit.
    return [[line, line.shown.eq(quantity) ? line.open : new Exact(quantity)] as const];
  });
  if (taken.length === 0) throw new UserError(422, 'conversion.nothing-chosen');
  return taken;
}

/** The lines that are made, each in its own unit; of what is less than the least quantity in that unit none is. */
async function linesInput(run: StepRun, conversion: CountingConversion, takes: Takes | null): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { lines } = conversion;
  const [line, target] = [entityOf(run, lines.line), entityOf(run, lines.targetLine)];
  const field = target.fields.get(lines.quantity.to);
  const made: Readonly<Record<string, unknown>>[] = [];
  for (const [{ id }, taken] of await takenOf(run, conversion, takes)) {
    const more = new Map([['line', run.records.reference(line, id)]]);
    const { quantity, unit } = await inTargetUnit(run, conversion, more, taken);
    if (quantity.isZero()) continue;
    const fields = await fieldInput(run, target, lines.fields, more);
    const ofUnit = unit === null ? {} : inOtherUnit(target, fields, unit);
    made.push({ ...fields, ...ofUnit, [lines.source]: id, [lines.quantity.to]: field?.type === 'integer' ? quantity.toNumber() : quantity.toFixed() });
  }
  if (made.length === 0) throw new UserError(409, 'conversion.too-fine');
  return made;
}
