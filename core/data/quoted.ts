import { identifier, literal } from './sql.js';

/** A quoted identifier as text, for statements that take no parameters. */
export function quoted(name: string): string {
  return identifier(name).build().text;
}

/** A quoted string constant as text, for statements that take no parameters. */
export function quotedText(text: string): string {
  return literal(text).build().text;
}
