import { below } from '../../parse/reporter.js';
import { anyKind, expression, type LinkStep } from './step-linking.js';

/** Names a value. */
export const linkLet: LinkStep<'let'> = (declaration, place, steps) => ({
  kind: 'let',
  value: expression(steps, declaration.value, below(place, 'value'), anyKind),
});
