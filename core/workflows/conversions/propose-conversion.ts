import { evaluate } from '../../definitions/expressions/evaluate.js';
import type { Conversion, ConversionLines, Entity } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import { conversionBy } from '../../records/conversions/conversions-of.js';
import { seesQuantities, seesTitle, seesUnits } from '../../records/conversions/seen-lines.js';
import { notFound, readRecord } from '../../records/get-record.js';
import { KnownRecords } from '../../records/known-records.js';
import type { Platform } from '../../records/platform.js';
import { transitionOf } from '../../records/run-action.js';
import { environmentOf, type StepRun } from '../steps/step-run.js';
import { entityOf } from '../steps/write-steps.js';
import { openLines } from './open-lines.js';

/** A line as the dialog of a conversion proposes it; quantities as decimal text. */
export interface ProposedLine {
  readonly line: string;
  readonly label: string | null;
  readonly quantity: string;
  readonly open: string;
  /** In which the quantities are; null where there is none, or the caller does not see it. */
  readonly unit: string | null;
}

/** What of a record is open to a conversion. Nothing for those who do not see the quantities; they convert all of it. Throws 404, 403. */
export async function proposeConversion(
  platform: Platform,
  caller: Caller,
  entity: Entity,
  id: string,
  action: string,
): Promise<{ readonly lines: readonly ProposedLine[] }> {
  transitionOf(platform, caller, entity, action);
  const conversion = conversionBy(platform.model, entity, action);
  if (conversion === undefined) throw new UserError(404, 'conversion.none', { entity: textIn(entity.label, caller.locale), action });
  const json = await readRecord(platform, platform.database, caller, entity, id);
  if (json === null) throw notFound(entity, caller);
  return { lines: conversion.lines === null ? [] : await proposed(platform, caller, entity, id, conversion, conversion.lines) };
}

async function proposed(
  platform: Platform,
  caller: Caller,
  entity: Entity,
  id: string,
  conversion: Conversion,
  lines: ConversionLines,
): Promise<readonly ProposedLine[]> {
  const tx = platform.database;
  const records = new KnownRecords(platform.model, tx);
  const run: StepRun = { platform, tx, caller, subject: { entity, id }, record: null, records, variables: new Map(), effects: [] };
  const line = entityOf(run, lines.line);
  const policy = platform.policyOf(caller);
  if (!seesQuantities(policy, { entity: conversion.entity, lines })) return [];
  const isNamed = seesTitle(policy, line);
  const label = async (one: string): Promise<string | null> => {
    const text = isNamed ? await records.settle(() => evaluate(line.title, { ...environmentOf(run, new Map()), record: records.reference(line, one) })) : null;
    return typeof text === 'string' ? text : null;
  };
  const open = await openLines(run, { entity, id }, { ...conversion, lines });
  const hasUnits = seesUnits(policy, platform.model, { ...conversion, lines });
  return Promise.all(
    open.map(async ({ id: line, quantity, shown, unit }) => ({
      line,
      label: await label(line),
      quantity: quantity.toFixed(),
      open: shown.toFixed(),
      unit: hasUnits ? unit : null,
    })),
  );
}
