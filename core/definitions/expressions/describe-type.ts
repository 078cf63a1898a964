import type { ExpressionType, FunctionForm, ParameterType } from './types.js';

/** The type in words, for messages. */
export function describeType(type: ExpressionType): string {
  if (type.kind === 'list') return `list of ${describeType(type.of)}`;
  return type.kind === 'record' ? `record of ${type.record.name}` : type.kind;
}

/** A form as it is written: `number + number`, `round(number, number)`. */
export function describeForm(name: string, form: FunctionForm): string {
  const parameters = form.parameters.map(describeParameter);
  if (form.rest !== undefined) parameters.push('…');
  const pieces = operatorPieces(name);
  if (pieces === null) return `${name}(${parameters.join(', ')})`;
  return pieces
    .map((piece, index) => piece + (parameters[index] ?? ''))
    .join('')
    .trim();
}

/** The operator of an entry as it is written in an expression; the name itself of a function. */
export function writtenName(name: string): string {
  return name === 'in' ? name : name.replaceAll('_', '').replace('null', ' null');
}

/** What stands before, between and after the operands; null of a function. */
function operatorPieces(name: string): readonly string[] | null {
  if (name === 'in') return ['', ' in ', ''];
  if (!name.includes('_')) return null;
  const parts = name.replace('null', ' null').split('_');
  return parts.map((part, index) => (part === '' || index === 0 ? part : ` ${part} `));
}

function describeParameter(type: ParameterType): string {
  if (type === 'same' || type === 'any') return 'value';
  return type === 'list of same' ? 'list of such values' : type;
}
