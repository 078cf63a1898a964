import { asList } from '../former-names.js';
import { below, type Place, type Reporter } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import type { Linking } from './linking.js';

/** What was called otherwise before is called so no more, and a former name leads to one thing alone. */
export function checkFormerNames(draft: EntityDraft, { reporter, drafts }: Linking): void {
  const { declaration, place } = draft;
  demandFree(
    reporter,
    [...draft.fields].map(([name, part]) => ({ name, formerly: part.declaration.formerly, place: part.place })),
  );
  for (const { declaration: field, place: at } of draft.fields.values()) {
    if (field.type === 'enum') demandFree(reporter, keyed(field.options, below(at, 'options')));
    if (field.type === 'multi-enum') refuseFormer(reporter, keyed(field.options, below(at, 'options')), 'of an option that is one of several');
    if (field.type === 'enum' && declaration.kind === 'ledger' && draft.balanceOf === null)
      refuseFormer(reporter, keyed(field.options, below(at, 'options')), 'of an option in entries of a ledger, which are never changed');
  }
  if (declaration.lifecycle !== undefined && draft.balanceOf === null)
    demandFree(reporter, keyed(declaration.lifecycle.states, below(place, 'lifecycle', 'states')));
  const own = [...drafts.values()].filter((other) => other.plugin === draft.plugin);
  for (const key of ['name', 'plural'] as const) {
    const taken = new Set(own.flatMap((other) => [other.declaration[key], ...(other === draft ? [] : asList(other.declaration.formerly?.[key]))]));
    for (const name of asList(declaration.formerly?.[key])) if (taken.has(name)) tell(reporter, below(place, 'formerly', key), name);
  }
}

interface Named {
  readonly name: string;
  readonly formerly: string | readonly string[] | undefined;
  readonly place: Place;
}

function keyed(things: Readonly<Record<string, { readonly formerly?: string | readonly string[] }>>, place: Place): readonly Named[] {
  return Object.entries(things).map(([name, { formerly }]) => ({ name, formerly, place: below(place, name) }));
}

function demandFree(reporter: Reporter, things: readonly Named[]): void {
  const taken = new Set(things.map(({ name }) => name));
  for (const { formerly, place } of things) {
    for (const name of asList(formerly)) {
      if (taken.has(name)) tell(reporter, below(place, 'formerly'), name);
      taken.add(name);
    }
  }
}

/** Lists of options and entries of ledgers are not rewritten. */
function refuseFormer(reporter: Reporter, options: readonly Named[], whose: string): void {
  for (const { formerly, place } of options.filter((option) => option.formerly !== undefined))
    reporter.report('field.contradiction', below(place, 'formerly'), {
      found: `"formerly" ${whose}`,
      expected: 'formerly of an option that one field of a record holds alone',
      remedy: `Keep the key ${String(asList(formerly)[0])}, and change the label.`,
    });
}

function tell(reporter: Reporter, place: Place, name: string): void {
  reporter.report('formerly.in-use', place, {
    found: `"${name}"`,
    expected: 'a name that nothing has any more, claimed once',
    remedy: 'Delete it here, or rename what is called so.',
  });
}
