import { below } from '../../parse/reporter.js';
import { elementType, expression, type LinkStep } from './step-linking.js';

/** Goes one of two ways. */
export const linkIf: LinkStep<'if'> = (declaration, place, steps) => ({
  kind: 'if',
  condition: expression(steps, declaration.condition, below(place, 'condition'), ['boolean']),
  then: steps.linkSteps(declaration.then, below(place, 'then'), steps),
  else: steps.linkSteps(declaration.else ?? [], below(place, 'else'), steps),
});

/** Does steps for each element. */
export const linkForEach: LinkStep<'for-each'> = (declaration, place, steps) => {
  const each = expression(steps, declaration.each, below(place, 'each'), ['list']);
  const inner = { ...steps, variables: new Map([...steps.variables, [declaration.as, elementType(each)] as const]) };
  return { kind: 'for-each', each, as: declaration.as, steps: steps.linkSteps(declaration.steps, below(place, 'steps'), inner) };
};
