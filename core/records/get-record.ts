import { sightOf } from '../access/sight-of.js';
import { getSql } from '../data/query/get-sql.js';
import { rowNames, userParameters } from '../data/row-names.js';
import { conditionToSql } from '../data/expression-sql.js';
import type { Executor } from '../data/database.js';
import { wholeRecord, type Wanted } from '../data/query/record-columns.js';
import { join, sql } from '../data/sql.js';
import { recordId } from '../definitions/field-types/reference.js';
import type { Entity } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import { textIn } from '../kernel/locale.js';
import { UserError } from '../kernel/user-error.js';
import { undoSql } from './undo/undo-sql.js';
import { fourEyesMessage, hadAHandSql } from './four-eyes.js';
import type { Platform } from './platform.js';
import { demandParameters, type Parameters } from './query/parameters.js';
import { parseWanted } from './query/parse-wanted.js';

/** One record as JSON text in one statement, or 404 when it is not there or the caller may not see it. */
export async function getRecord(platform: Platform, caller: Caller, entity: Entity, id: string, parameters: Parameters = {}): Promise<string> {
  const wanted = parseWanted({ platform, caller }, entity, demandParameters(parameters, ['fields', 'expand']), false);
  const json = await readRecord(platform, platform.database, caller, entity, id, wanted);
  if (json === null) throw notFound(entity, caller);
  return json;
}

/** The same inside a transaction; null when there is nothing to see. */
export async function readRecord(
  platform: Platform,
  executor: Executor,
  caller: Caller,
  entity: Entity,
  id: string,
  wanted: Wanted = wholeRecord,
): Promise<string | null> {
  const key = recordId(id);
  if (key === null) return null;
  const policy = platform.policyOf(caller);
  const user = userParameters(caller);
  const rights = policy.entity(entity.id);
  const statement = getSql(platform.model, sightOf(caller, policy, platform.model), entity, key, {
    wanted,
    user,
    undo: (alias) => undoSql(platform, caller, entity, alias, 'q1'),
    refusal: (transition, alias) => {
      const condition = hadAHandSql(transition, alias, caller);
      return condition === null ? null : { condition, message: fourEyesMessage(caller, entity, transition) };
    },
    actions: (transition, alias) => {
      const rule = rights.actionRows(transition.name);
      if (rule.kind !== 'any') return { kind: rule.kind === 'all' ? 'everywhere' : 'nowhere' };
      const names = rowNames(entity, alias, platform.model, user);
      return {
        kind: 'where',
        condition: join(
          rule.of.map((expression) => sql`(${conditionToSql(expression, names)})`),
          ' OR ',
        ),
      };
    },
  });
  return executor.text(statement);
}

export function notFound(entity: Entity, caller: Caller): UserError {
  return new UserError(404, 'record.not-found', { entity: textIn(entity.label, caller.locale).toLowerCase() });
}

/** The version in the JSON text of a record; it stands before anything nested. */
export function versionIn(json: string): number | null {
  const found = /"version":(\d+)/u.exec(json);
  return found === null ? null : Number(found[1]);
}
