import type { MetaEntity, MetaTransition } from '../../../schemas/generated/types.js';
import { membersOf, problemOf, request, type ApiProblem } from '../api/request.js';
import type { Values } from '../record/use-draft.js';

/** One of several records on which an action was not done, and why. */
export interface Failure {
  readonly id: string;
  readonly problem: ApiProblem;
}

/** Runs a transition on several records, each on its own, and tells which refused. Throws ApiProblem where all of them find the input wrong. */
export async function runOnSeveral(
  entity: MetaEntity,
  ids: readonly string[],
  { name, input: asked, asks }: MetaTransition,
  input: Values,
): Promise<readonly Failure[]> {
  const { json } = await request('POST', `/${entity.path}/actions/${name}`, { ...input, ids });
  const outcomes = Array.isArray(json) ? json.map(membersOf) : [];
  const failures = outcomes.filter((one) => one.get('ok') !== true).map((one) => failureOf(one));
  const [first] = failures;
  const places = new Set([...asked.map((field) => `/${field.name}`), ...asks.map(({ field }) => `/${field}`)]);
  if (first !== undefined && failures.length === outcomes.length && first.problem.parts.some(({ pointer }) => places.has(pointer))) throw first.problem;
  return failures;
}

function failureOf(outcome: ReadonlyMap<string, unknown>): Failure {
  const problem = outcome.get('problem');
  const status = Number(membersOf(problem).get('status'));
  return { id: String(outcome.get('id')), problem: problemOf(status, problem) };
}
