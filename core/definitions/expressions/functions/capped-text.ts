import { UserError } from '../../../kernel/user-error.js';
import { limits } from '../limits.js';

/** The text itself; refused when it has grown beyond what an expression may make. */
export function cappedText(text: string): string {
  if (text.length > limits.textValue) throw new UserError(422, 'expression.textTooLong', { most: limits.textValue });
  return text;
}
