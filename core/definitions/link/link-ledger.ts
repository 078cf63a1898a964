import type { Entity } from '../model.js';
import { below } from '../parse/reporter.js';
import { demandOwnRecord } from './demand-own-record.js';
import type { EntityDraft } from './entity-draft.js';
import { checked, recordTypeOf, type Linking } from './linking.js';

/** The ledger with its constraints checked against a balance row. */
export function linkLedger(draft: EntityDraft, skeleton: Entity, linking: Linking): Entity['ledger'] {
  const { ledger } = skeleton;
  const balance = linking.skeletons.get(ledger?.balance ?? '');
  if (ledger === null || balance === undefined) return ledger;
  const scope = { record: recordTypeOf(linking, balance.id), variables: new Map() };
  const constraints = Object.entries(draft.declaration.ledger?.constraints ?? {}).map(([name, declaration]) => {
    const at = below(draft.place, 'ledger', 'constraints', name, 'expression');
    const expression = checked(linking, declaration.expression, scope, ['boolean'], at);
    demandOwnRecord(expression, balance, at, linking.reporter);
    return [name, { declaration, expression }] as const;
  });
  return { ...ledger, constraints: new Map(constraints) };
}
