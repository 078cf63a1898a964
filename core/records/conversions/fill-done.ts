import type { Executor } from '../../data/database.js';
import { identifier, sql } from '../../data/sql.js';
import type { Model } from '../../definitions/model.js';
import { countingConversions } from './conversions-of.js';
import { columnOf, countSql, entitiesOf } from './count-sql.js';

/** Counts what was taken of lines that nobody has counted yet: they were there before their conversion was declared, or a release wrote them that does not know it. */
export async function fillDone(executor: Executor, model: Model): Promise<void> {
  for (const conversion of countingConversions(model)) {
    const { line } = entitiesOf(model, conversion);
    const done = identifier(columnOf(line, conversion.lines.quantity.done));
    const taken = countSql(model, conversion, sql`s.${done} IS NULL`);
    await executor.rows(sql`UPDATE ${identifier(line.table)} t SET ${done} = d.taken::numeric FROM (${taken}) d WHERE t.id = d.id::uuid`);
  }
}
