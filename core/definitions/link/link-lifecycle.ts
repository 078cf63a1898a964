import type { Check, Entity, Field, Lifecycle } from '../model.js';
import { below } from '../parse/reporter.js';
import { demandOwnRecord } from './demand-own-record.js';
import type { EntityDraft } from './entity-draft.js';
import { kindsOf } from './link-fields.js';
import { checked, recordScope, type Linking } from './linking.js';

/** The lifecycle with guards and what transitions set, checked. */
export function linkLifecycle(draft: EntityDraft, skeleton: Entity, linking: Linking): Lifecycle | null {
  if (skeleton.lifecycle === null) return null;
  const scope = recordScope(linking, skeleton.id);
  const transitions = [...draft.transitions].map(([name, { declaration, place }]) => {
    const guard = declaration.guard === undefined ? null : checked(linking, declaration.guard, scope, ['boolean'], below(place, 'guard'));
    const set = Object.entries(declaration.set ?? {}).flatMap(([field, text]) => {
      const target: Field | undefined = skeleton.fields.get(field);
      return target === undefined ? [] : [[field, checked(linking, text, scope, kindsOf(target), below(place, 'set', field))] as const];
    });
    return [name, { name, declaration, guard, set: new Map(set) }] as const;
  });
  return { ...skeleton.lifecycle, transitions: new Map(transitions) };
}

/** The rules that every record keeps, checked. */
export function linkChecks(draft: EntityDraft, skeleton: Entity, linking: Linking): ReadonlyMap<string, Check> {
  const scope = { ...recordScope(linking, skeleton.id), variables: new Map() };
  return new Map(
    [...draft.checks].map(([name, { declaration, place }]) => {
      const at = below(place, 'expression');
      const expression = checked(linking, declaration.expression, scope, ['boolean'], at);
      demandOwnRecord(expression, skeleton, at, linking.reporter);
      return [name, { declaration, expression }];
    }),
  );
}
