import { fieldExpressionType } from '../expressions/entity-scope.js';
import { fieldType } from '../field-types/registry.js';
import type { Entity, Field } from '../model.js';
import { below } from '../parse/reporter.js';
import { demandOwnRecord } from './demand-own-record.js';
import type { EntityDraft } from './entity-draft.js';
import { checked, recordTypeOf, type Linking } from './linking.js';

/** What becomes of rows that are there: `convertFrom` and `backfill`, checked. */
export function linkChange(field: Field, draft: EntityDraft, entity: Entity, linking: Linking): Pick<Field, 'conversion' | 'backfill'> {
  demandChangeable(field, draft, linking);
  return { ...conversionOf(field, draft, linking), ...backfillOf(field, draft, entity, linking) };
}

function conversionOf(field: Field, draft: EntityDraft, linking: Linking): Pick<Field, 'conversion'> {
  const part = draft.fields.get(field.name);
  const given = part?.declaration.convertFrom;
  if (part === undefined || given === undefined) return {};
  const old = fieldExpressionType({ type: given.type, target: null });
  const scope = { record: null, variables: new Map([['old', old]]) };
  const expected = [fieldExpressionType({ type: field.type, target: null }).kind];
  return { conversion: { from: given.type, expression: checked(linking, given.expression, scope, expected, below(part.place, 'convertFrom', 'expression')) } };
}

function backfillOf(field: Field, draft: EntityDraft, entity: Entity, linking: Linking): Pick<Field, 'backfill'> {
  const part = draft.fields.get(field.name);
  const given = part?.declaration.backfill;
  if (part === undefined || given === undefined) return {};
  const at = below(part.place, 'backfill');
  if (typeof given === 'object') {
    const { kind } = fieldExpressionType({ type: field.type, target: field.target });
    const scope = { record: recordTypeOf(linking, entity.id), variables: new Map() };
    const expression = checked(linking, given.expression, scope, kind === 'text' ? ['text', 'record'] : [kind], below(at, 'expression'));
    demandOwnRecord(expression, entity, below(at, 'expression'), linking.reporter);
    return { backfill: expression };
  }
  const taken = fieldType(field.type).accept(given, field);
  if (taken.kind === 'value' && taken.value !== null && typeof taken.value !== 'object') return { backfill: taken.value };
  linking.reporter.report('default.wrong-value', at, {
    expected: `a value of type ${field.type}${field.options.size > 0 ? `: ${[...field.options.keys()].join(', ')}` : ''}`,
    remedy: 'Correct the value, or write {"expression": …}.',
  });
  return {};
}

const plainKinds: ReadonlySet<string> = new Set(['text', 'integer', 'decimal', 'boolean', 'date', 'instant', 'uuid']);

/** Values are rewritten only where rows may be, and where one column holds what somebody wrote. */
function demandChangeable(field: Field, draft: EntityDraft, { reporter }: Linking): void {
  const part = draft.fields.get(field.name);
  if (part === undefined) return;
  const contradict = (key: string, remedy: string): void =>
    reporter.report('field.contradiction', below(part.place, key), {
      found: `"${key}" of a ${part.declaration.type} field`,
      expected: 'keys that go together',
      remedy,
    });
  const { convertFrom, backfill } = part.declaration;
  // What is sealed can only be written by who seals it.
  const isPlain =
    (!field.isComputed || field.convertsQuantity !== null) && field.type !== 'secret' && plainKinds.has(fieldType(field.type).storage(field).kind);
  const isLedger = draft.declaration.kind === 'ledger';
  if (convertFrom !== undefined && (convertFrom.type === field.type || field.type === 'reference'))
    contradict('convertFrom', 'Delete it: it is for values of another type.');
  for (const key of ['convertFrom', 'backfill'] as const) {
    if (part.declaration[key] === undefined || (isPlain && !isLedger)) continue;
    contradict(key, isLedger ? 'Delete it: entries of a ledger are never changed.' : 'Delete it: it is for fields with one plain value.');
  }
  if (backfill !== undefined && convertFrom !== undefined) contradict('backfill', 'Delete one of the two.');
}
