import type { Caller } from './caller.js';

/** Whether there are companies, and the caller works for none of them. */
export function lacksCompany({ companies }: Pick<Caller, 'companies'>): boolean {
  return companies.ids.length === 0 && !companies.isEvery;
}
