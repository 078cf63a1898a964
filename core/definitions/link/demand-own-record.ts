import type { CheckedExpression } from '../expressions/checked.js';
import type { Entity } from '../model.js';
import type { Place, Reporter } from '../parse/reporter.js';

/** Titles and checks are kept true at each save of the record, so they may only read the record and its lines. */
export function demandOwnRecord(expression: CheckedExpression, entity: Entity, place: Place, reporter: Reporter): void {
  const beyond = expression.reads.find((path) => path.length > 1 && entity.fields.get(path[0] ?? '')?.type === 'reference');
  if (beyond === undefined) return;
  const expected = 'fields of the record and of its lines';
  reporter.report('expression.beyond-record', place, {
    found: beyond.join('.'),
    expected,
    remedy: `Copy the value into the record: a field with "fetch": "${beyond.join('.')}".`,
  });
}
