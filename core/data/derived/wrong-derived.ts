import type { Node } from '../../definitions/expressions/checked.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import type { Executor } from '../database.js';
import { identifier, literal, raw, sql, value } from '../sql.js';
import { stagesOf, type Stage } from './stages.js';

/** A derived value that is not what it ought to be, although nothing says that it is yet to be brought up to date. */
export interface WrongDerived {
  readonly entity: Entity;
  readonly field: Field;
  readonly id: string;
  readonly found: string;
  readonly expected: string;
}

/** Computes derived values anew from what is stored and compares; what a frozen record holds fast, and what depends on the time of day, cannot be compared. */
export async function wrongDerived(executor: Executor, model: Model, most: number): Promise<readonly WrongDerived[]> {
  const wrong: WrongDerived[] = [];
  for (const stage of stagesOf(model)) if (!(await isSpreading(executor, stage))) wrong.push(...(await wrongIn(executor, stage, most)));
  return wrong;
}

/** A mark that leads on may lead to any record of the stage. */
async function isSpreading(executor: Executor, { name }: Stage): Promise<boolean> {
  return (await executor.rows(sql`SELECT FROM trellis_stale WHERE stage = ${value(name, 'text')} AND via IS NOT NULL LIMIT 1`)).length > 0;
}

async function wrongIn(executor: Executor, { name, entity, fields, frozen }: Stage, most: number): Promise<readonly WrongDerived[]> {
  const wrong: WrongDerived[] = [];
  for (const { field, value: expected } of fields.filter((one) => !readsClock(one.field.formula?.root))) {
    const column = identifier(field.column);
    const compared = frozen === null ? raw('true') : raw(`NOT (${frozen})`);
    const rows = await executor.rows(sql`
      SELECT v.id::text AS id, v.found::text AS found, v.expected::text AS expected
      FROM (SELECT t.id, t.${column} AS found, ${raw(expected)} AS expected FROM ${identifier(entity.table)} t WHERE ${compared}) v
      WHERE v.found IS DISTINCT FROM v.expected AND NOT EXISTS (SELECT FROM trellis_stale s WHERE s.stage = ${literal(name)} AND s.record_id = v.id)
      ORDER BY v.id LIMIT ${value(most, 'integer')}`);
    for (const row of rows)
      wrong.push({ entity, field, id: String(row['id']), found: String(row['found'] ?? 'nothing'), expected: String(row['expected'] ?? 'nothing') });
  }
  return wrong;
}

function readsClock(node: Node | undefined): boolean {
  if (node?.op === 'call') return node.name === 'today' || node.name === 'now' || node.args.some(readsClock);
  return node?.op === 'macro' && (readsClock(node.over) || readsClock(node.body));
}
