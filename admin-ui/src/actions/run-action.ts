import type { MetaEntity, MetaTransition } from '../../../schemas/generated/types.js';
import { membersOf, request } from '../api/request.js';
import type { Values } from '../record/use-draft.js';

/** A record that an action made besides. */
export interface Made {
  readonly entity: string;
  readonly id: string;
}

/** Runs a transition on a record and tells what it made. Throws ApiProblem. */
export async function runAction(entity: MetaEntity, record: ReadonlyMap<string, unknown>, { name }: MetaTransition, input: Values): Promise<readonly Made[]> {
  const { json } = await request('POST', `/${entity.path}/${String(record.get('id'))}/actions/${name}`, { ...input, version: record.get('version') });
  const made = membersOf(json).get('_created');
  return Array.isArray(made) ? made.map(membersOf).map((one) => ({ entity: String(one.get('entity')), id: String(one.get('id')) })) : [];
}
