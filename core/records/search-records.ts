import { sightOf } from '../access/sight-of.js';
import { findSql } from '../data/query/find-sql.js';
import type { Caller } from '../kernel/caller.js';
import { searchWords } from '../kernel/fold.js';
import { UserError } from '../kernel/user-error.js';
import type { Platform } from './platform.js';
import { demandParameters, type Parameters } from './query/parameters.js';

const each = 5;
const mostWords = 10;

/** The first few records of every entity that the words find, as JSON text: [{entity, path, id, label}]. One statement. */
export async function searchRecords(platform: Platform, caller: Caller, given: Parameters): Promise<string> {
  const q = demandParameters(given, ['q']).get('q') ?? '';
  if (/[\0\p{Cs}]/u.test(q)) throw new UserError(400, 'query.wrong-form', { parameter: 'q', expected: 'text without NUL', found: 'NUL' });
  const words = searchWords(q.slice(0, 500)).slice(0, mostWords);
  const policy = platform.policyOf(caller);
  const entities = [...platform.model.entities.values()].filter((entity) => {
    const rights = policy.entity(entity.id);
    const hasWords = [...entity.fields.values()].some((field) => field.search !== null && rights.fieldRows(field.name).kind !== 'none');
    return entity.parent === null && hasWords && rights.rows('read').kind !== 'none';
  });
  if (words.length === 0 || entities.length === 0) return '[]';
  return (await platform.database.text(findSql(platform.model, sightOf(caller, policy, platform.model), entities, words, each))) ?? '[]';
}
