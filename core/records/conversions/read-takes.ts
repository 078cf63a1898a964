import { described } from '../../definitions/field-types/field-type.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import { recordId } from '../../definitions/field-types/reference.js';
import { Exact } from '../../definitions/expressions/exact.js';
import type { Field } from '../../definitions/model.js';
import type { Violation } from '../../kernel/user-error.js';

/** How much of which line is wanted, as decimal text by the line's id; in order. */
export type Takes = ReadonlyMap<string, string>;

/** Understands `lines` of a conversion's body: a list of {line, quantity}. Nothing of a line is left out; null when the whole of what is open is wanted. */
export function readTakes(json: unknown, quantity: Field, violations: Violation[]): Takes | null {
  if (json === undefined || json === null) return null;
  const takes = new Map<string, string>();
  if (!Array.isArray(json)) {
    violations.push({ pointer: '/lines', code: 'field.wrong-type', params: { expected: 'a list of {line, quantity}', found: described(json) } });
    return takes;
  }
  json.forEach((item: unknown, index) => {
    const sent = new Map<string, unknown>(typeof item === 'object' && item !== null ? Object.entries(item) : []);
    const id = recordId(sent.get('line'));
    const wanted = sent.get('quantity') ?? null;
    const taken = fieldType(quantity.type).accept(wanted, quantity);
    const pointer = `/lines/${index}`;
    if (id === null) violations.push({ pointer: `${pointer}/line`, code: 'field.id', params: { found: described(sent.get('line')) } });
    else if (takes.has(id)) violations.push({ pointer: `${pointer}/line`, code: 'record.line-twice' });
    else if (wanted === null)
      violations.push({ pointer: `${pointer}/quantity`, code: 'field.wrong-type', params: { expected: 'a number', found: described(wanted) } });
    else if (taken.kind === 'refused') violations.push({ pointer: `${pointer}/quantity`, code: taken.code, params: taken.params });
    else if (new Exact(String(taken.value)).isNegative()) violations.push({ pointer: `${pointer}/quantity`, code: 'conversion.negative' });
    else takes.set(id, String(taken.value));
  });
  return takes;
}
