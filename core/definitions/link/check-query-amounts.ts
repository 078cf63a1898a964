import type { CheckedExpression } from '../expressions/checked.js';
import type { Entity, Field } from '../model.js';
import { below } from '../parse/reporter.js';
import type { QuerySource } from '../query-source.js';
import type { EntityDraft } from './entity-draft.js';
import type { LinkedBranch } from './link-query-branch.js';
import type { Linking } from './linking.js';

interface Linked {
  readonly branches: readonly LinkedBranch[];
  readonly measures: QuerySource['measures'];
}

/** Amounts that are in a currency of their own say so in the query, by a value that is none of its figures: so nothing adds up dollars and đồng. */
export function checkQueryAmounts(draft: EntityDraft, query: Entity, { branches, measures }: Linked, linking: Linking): void {
  for (const field of query.fields.values()) {
    if (field.type !== 'money') continue;
    for (const one of branches) {
      const value = one.branch.values.get(field.name);
      if (value === undefined) continue;
      const said = currencyPaths(field, one, measures);
      const unsaid = amountsIn(value, one.from, linking).find(({ currency }) => !said.some((path) => `${path}.`.startsWith(`${currency}.`)));
      if (unsaid === undefined) continue;
      linking.reporter.report('query.mixed-currencies', one.written.values.get(field.name)?.place ?? below(draft.place, 'query'), {
        found: `${unsaid.path}, which is in ${unsaid.currency}`,
        expected: `"currency" of the field ${field.name} to name a field of the query that has the value ${unsaid.currency} here, and is no measure`,
        remedy: 'Add that field and its value, or take the amount in the currency of the company together with that currency.',
      });
    }
  }
}

/** Where an amount says that its currency is; null where it is in that of the company. */
function currencyOf({ type, declaration }: Field): string | null {
  return type === 'money' && declaration !== null && 'currency' in declaration ? (declaration.currency ?? null) : null;
}

/** Paths of the record that the currency of a field of the query is read from. */
function currencyPaths(field: Field, { branch }: LinkedBranch, measures: QuerySource['measures']): readonly string[] {
  const [name = '', ...rest] = currencyOf(field)?.split('.') ?? [];
  if (measures.has(name)) return [];
  return branch.values.get(name)?.reads.map((read) => [...read, ...rest].join('.')) ?? [];
}

/** Amounts that an expression reads, each with the path of its currency; those that it converts itself, with the rate of their document, are in no currency of their own. */
function amountsIn({ reads }: CheckedExpression, from: Entity, { skeletons }: Linking): readonly { readonly path: string; readonly currency: string }[] {
  const rates = new Set(reads.map((path) => path.join('.')));
  return reads.flatMap((path) => {
    const before = path.slice(0, -1);
    const owner = before.reduce<Entity | undefined>((at, name) => skeletons.get(at?.fields.get(name)?.target ?? ''), from);
    const field = owner?.fields.get(path.at(-1) ?? '');
    const said = field === undefined ? null : currencyOf(field);
    if (said === null) return [];
    const currency = [...before, ...said.split('.')];
    const document = owner?.parent === null ? owner : skeletons.get(owner?.parent?.entity ?? '');
    const rate = [...currency.slice(0, -1), document?.exchange?.rate ?? ''].join('.');
    return rates.has(rate) ? [] : [{ path: path.join('.'), currency: currency.join('.') }];
  });
}
