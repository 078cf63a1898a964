import type { ExpressionType, FunctionForm, ParameterType } from '../types.js';

/** How arguments fit a form: they do, there are too many or too few, or one of them is of another type. */
export type FormMatch =
  | { readonly kind: 'match'; readonly result: ExpressionType }
  | { readonly kind: 'count' }
  | { readonly kind: 'argument'; readonly index: number; readonly expected: string };

/** Whether arguments of these types can be given to the form, and what it then gives. */
export function matchForm(form: FunctionForm, types: readonly ExpressionType[]): FormMatch {
  const { parameters, rest } = form;
  if (types.length < parameters.length || (rest === undefined && types.length > parameters.length)) return { kind: 'count' };
  let same: ExpressionType = { kind: 'null' };
  for (const [index, type] of types.entries()) {
    const parameter = parameters[index] ?? rest ?? 'any';
    const fits = fit(parameter, type, same);
    if (fits === null) return { kind: 'argument', index, expected: expectedOf(parameter, same) };
    same = fits;
  }
  return { kind: 'match', result: resultOf(form.result, same) };
}

/** The type both are of; null when they have none in common. A record is taken as text, its id, beside text or another record. */
export function commonType(left: ExpressionType, right: ExpressionType): ExpressionType | null {
  if (left.kind === 'list' || right.kind === 'list') return null;
  if (left.kind === 'null' || left.kind === 'any') return right;
  if (right.kind === 'null' || right.kind === 'any') return left;
  if (left.kind === 'record' && right.kind === 'record') return left.record.name === right.record.name ? left : { kind: 'text' };
  if (isTextual(left) && isTextual(right)) return { kind: 'text' };
  return left.kind === right.kind ? left : null;
}

/** What `same` stands for after this argument; null when the argument does not fit. */
function fit(parameter: ParameterType, type: ExpressionType, same: ExpressionType): ExpressionType | null {
  const isAnything = type.kind === 'null' || type.kind === 'any';
  switch (parameter) {
    case 'any':
      return type.kind === 'list' ? null : same;
    case 'same':
      return commonType(same, type);
    case 'list of same':
      return type.kind === 'list' ? commonType(same, type.of) : isAnything ? same : null;
    case 'text':
      return isAnything || isTextual(type) ? same : null;
    default:
      return isAnything || type.kind === parameter ? same : null;
  }
}

function isTextual(type: ExpressionType): boolean {
  return type.kind === 'text' || type.kind === 'record';
}

function expectedOf(parameter: ParameterType, same: ExpressionType): string {
  const known = same.kind === 'null' || same.kind === 'any' ? 'a single value' : same.kind === 'record' ? 'text' : same.kind;
  if (parameter === 'same') return known;
  if (parameter === 'list of same') return same.kind === 'null' ? 'list' : `list of ${known}`;
  return parameter === 'any' ? 'a single value, not a list' : parameter;
}

function resultOf(result: ParameterType, same: ExpressionType): ExpressionType {
  if (result === 'same') return same;
  if (result === 'list' || result === 'list of same') return { kind: 'list', of: same };
  return { kind: result };
}
