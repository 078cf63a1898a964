import type { MetaEntity, MetaTransition } from '../../../schemas/generated/types.js';
import { ApiProblem, membersOf, problemOf, request, type ApiAnswer } from '../api/request.js';
import { inPages, stillFound, within, type ListFilter } from '../lists/found-records.js';
import type { Values } from '../record/use-draft.js';

/** One of several records on which an action was not done, and why. */
export interface Failure {
  readonly id: string;
  readonly problem: ApiProblem;
}

/** Records that were chosen, one by one or because a list shows them. */
export interface Chosen {
  readonly ids: readonly string[];
  /** What the list shows; null where they were chosen one by one. */
  readonly filter: ListFilter | null;
  /** As they were when they were chosen, as far as it is known. */
  readonly versions: ReadonlyMap<string, number>;
}

/** Runs a transition on several records, each on its own, and tells which refused. Throws ApiProblem where all of them find the input wrong. */
export async function runOnSeveral(entity: MetaEntity, chosen: Chosen, transition: MetaTransition, input: Values): Promise<readonly Failure[]> {
  const places = [...transition.input.map(({ name }) => name), ...transition.asks.map(({ field }) => field)];
  return eachPage(chosen, places, (among) => request('POST', `/${entity.path}/actions/${transition.name}`, { ...input, ...among }));
}

/** Changes the same fields of several records, each on its own, and tells which refused. Throws as above. */
export async function editSeveral(entity: MetaEntity, chosen: Chosen, changes: Values, told: (done: number) => void): Promise<readonly Failure[]> {
  return eachPage(chosen, Object.keys(changes), async (among, page) => {
    const versions = Object.fromEntries(page.flatMap((id) => (chosen.versions.has(id) ? [[id, chosen.versions.get(id)]] : [])));
    const answer = await request('PATCH', `/${entity.path}`, { changes, versions, ...among });
    told(page.length);
    return answer;
  });
}

type Among = { readonly ids: readonly string[] } | { readonly filter: ListFilter };

/** As many at a time as the server takes. */
async function eachPage(
  { ids, filter }: Chosen,
  places: readonly string[],
  send: (among: Among, page: readonly string[]) => Promise<ApiAnswer>,
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const [index, page] of inPages(ids).entries()) {
    const { json } = await send(filter === null ? { ids: page } : { filter: withoutDay(within(filter, page)) }, page);
    const outcomes = Array.isArray(json) ? json.map(membersOf) : [];
    const failed = outcomes.filter((one) => one.get('ok') !== true).map((one) => failureOf(one));
    if (index === 0 && failed.length > 0 && failed.length === outcomes.length) throwWrongInput(places, failed);
    failures.push(...failed, ...absent(page, new Set(outcomes.map((one) => String(one.get('id'))))));
  }
  return failures;
}

/** Deletes several records, each on its own, and tells which stand. */
export async function deleteSeveral(entity: MetaEntity, { ids, filter }: Chosen): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const page of inPages(ids)) {
    const there = filter === null ? new Set(page) : await stillFound(entity, filter, page);
    for (const id of there) {
      const [outcome] = await Promise.allSettled([request('DELETE', `/${entity.path}/${id}`)]);
      if (outcome.status === 'fulfilled') continue;
      if (!(outcome.reason instanceof ApiProblem)) throw outcome.reason;
      failures.push({ id, problem: outcome.reason });
    }
    failures.push(...absent(page, there));
  }
  return failures;
}

/** Code of what the list did not show any more when its turn came. */
export const goneCode = 'screens.no-longer-found';

function absent(ids: readonly string[], found: ReadonlySet<string>): readonly Failure[] {
  return ids.filter((id) => !found.has(id)).map((id) => ({ id, problem: new ApiProblem(404, goneCode, '', [], new Map()) }));
}

function throwWrongInput(places: readonly string[], [first]: readonly Failure[]): void {
  if (first !== undefined && first.problem.parts.some(({ pointer }) => places.includes(pointer.slice(1)))) throw first.problem;
}

/** An action is done on what there is now, whatever day the list is of. */
function withoutDay({ _asOf: _, ...filter }: ListFilter): ListFilter {
  return filter;
}

function failureOf(outcome: ReadonlyMap<string, unknown>): Failure {
  const problem = outcome.get('problem');
  const status = Number(membersOf(problem).get('status'));
  return { id: String(outcome.get('id')), problem: problemOf(status, problem) };
}
