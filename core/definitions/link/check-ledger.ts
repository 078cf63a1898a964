import { fieldType } from '../field-types/registry.js';
import type { Entity, Field } from '../model.js';
import { below } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import type { Linking } from './linking.js';

/** Rules of ledgers. */
export function checkLedger(draft: EntityDraft, entity: Entity, linking: Linking): void {
  if (draft.balanceOf !== null) return;
  const { reporter } = linking;
  const { ledger, lifecycle } = draft.declaration;
  if ((entity.kind === 'ledger') !== (ledger !== undefined))
    reporter.report('ledger.missing', below(draft.place, 'kind'), {
      expected: 'the kind "ledger" together with the key "ledger"',
      remedy: ledger === undefined ? 'Add "ledger" with dimensions, measures and balance.' : 'Let the kind be ledger, or delete the key.',
    });
  if (entity.kind === 'ledger' && lifecycle !== undefined)
    reporter.report('ledger.lifecycle', below(draft.place, 'lifecycle'), {
      found: 'a lifecycle',
      expected: 'none',
      remedy: 'Move it to the documents that post.',
    });
  if (entity.ledger !== null) checkFields(draft, entity, entity.ledger, linking);
}

const counted: ReadonlySet<string> = new Set(['integer', 'decimal', 'money', 'quantity', 'percent']);

function checkFields(draft: EntityDraft, entity: Entity, ledger: NonNullable<Entity['ledger']>, { reporter }: Linking): void {
  const declared = [...entity.fields.values()].filter((field) => !field.isSystem);
  const measures = declared.filter((field) => counted.has(field.type) && !field.isComputed).map((field) => field.name);
  const dimensions = declared.filter((field) => isDimension(field)).map((field) => field.name);
  const at = below(draft.place, 'ledger');
  const demand = (key: string, names: readonly string[], valid: readonly string[]): void =>
    names.forEach((name, index) => {
      if (!valid.includes(name)) reporter.unknownName('ledger.unknown-field', below(at, key, index), name, valid);
    });
  demand('dimensions', ledger.dimensions, dimensions);
  demand('measures', ledger.measures, measures);
  demand('zeroSum', ledger.zeroSum, ledger.measures);
  for (const [key, name] of Object.entries(ledger.valuation ?? {}))
    if (key !== 'method' && !ledger.measures.includes(name)) reporter.unknownName('ledger.unknown-field', below(at, 'valuation', key), name, ledger.measures);
}

/** What a balance can be kept by: one plain value. */
function isDimension(field: Field): boolean {
  return !field.isComputed && ['uuid', 'text', 'date', 'integer', 'boolean'].includes(fieldType(field.type).storage(field).kind);
}
