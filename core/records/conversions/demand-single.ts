import type { Executor } from '../../data/database.js';
import { identifier, sql, value } from '../../data/sql.js';
import type { Conversion, Entity, Model } from '../../definitions/model.js';
import { askerOf } from '../../kernel/asker-of.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import { UserError } from '../../kernel/user-error.js';
import { readRecord } from '../get-record.js';
import type { Platform } from '../platform.js';
import { columnOf } from './count-sql.js';

/** Whether a record is converted once only, as long as what was made of it stands: no lines tell what is left of it, and nothing says that it may be repeated. */
export function isSingle({ lines, declaration }: Conversion): boolean {
  return lines === null && declaration.repeatable !== true;
}

/** Conversions that make one record of the entity of each that they convert. */
export function singlesInto(model: Model, entity: Entity): readonly Conversion[] {
  return [...model.conversions.values()].filter((one) => one.target === entity.id && isSingle(one));
}

interface Demanding {
  readonly platform: Platform;
  readonly tx: Executor;
  readonly caller: Caller;
  /** What is made. */
  readonly target: Entity;
}

/** Refuses with 409 where something other than `made` stands that came of a record, which is locked. It is named to those who see it. */
export async function demandSingle({ platform, tx, caller, target }: Demanding, conversion: Conversion, record: string, made: string | null): Promise<void> {
  const { source } = conversion.declaration;
  const key = value(record, 'uuid');
  const cameOf =
    source === undefined
      ? sql`EXISTS (SELECT FROM trellis_chain c WHERE c.source_id = ${key} AND c.target_id = t.id AND c.kind = 'conversion')`
      : sql`t.${identifier(columnOf(target, source))} = ${key}`;
  const stands = target.lifecycle === null ? sql`true` : sql`t.state <> ALL(${value([...conversion.released], 'text[]')})`;
  const [other] = await tx.rows(
    sql`SELECT t.id::text AS id FROM ${identifier(target.table)} t WHERE ${cameOf} AND ${stands} AND t.id IS DISTINCT FROM ${value(made, 'uuid')} ORDER BY t.id LIMIT 1`,
  );
  if (other === undefined) return;
  const json = await readRecord(platform, tx, askerOf(caller), target, String(other['id']));
  const entity = textIn(target.label, caller.locale);
  const label = json === null ? '' : labelIn(JSON.parse(json));
  throw new UserError(409, 'conversion.already-made', { made: label === '' ? entity : `${entity} ${label}` });
}

function labelIn(record: unknown): string {
  const members = new Map<string, unknown>(typeof record === 'object' && record !== null ? Object.entries(record) : []);
  return String(members.get('_label') ?? '');
}
