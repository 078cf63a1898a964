import { below } from '../../parse/reporter.js';
import { checkStepAcross } from './check-step-across.js';
import { inputValues } from './field-values.js';
import { entityOfRecord, optional, type LinkStep } from './step-linking.js';

/** Runs a transition of a record. */
export const linkTransition: LinkStep<'transition'> = (declaration, place, steps) => {
  const record = optional(steps, declaration.record, below(place, 'record'), ['record']);
  const entity = entityOfRecord(steps, record, below(place, 'record'));
  if (entity === null) return null;
  const transition = entity.lifecycle?.transitions.get(declaration.transition);
  if (transition === undefined) {
    const valid = entity.lifecycle?.transitions.keys() ?? [];
    steps.linking.reporter.unknownName('step.unknown-transition', below(place, 'transition'), declaration.transition, valid);
    return null;
  }
  const declared = new Map<string, unknown>([...transition.input, ...transition.asks]);
  const input = inputValues(steps, declared, declaration.input, below(place, 'input'));
  // Answers are kept where the transition asks for fields of the record; what becomes of its other input nothing tells.
  const kept = new Map([...input].filter(([name]) => transition.asks.has(name)));
  checkStepAcross(steps, declaration, place, { entity, record, fields: kept, at: 'input' });
  return { kind: 'transition', entity: entity.id, record, transition: transition.name, input };
};
