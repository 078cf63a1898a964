import { below } from '../../parse/reporter.js';
import type { LinkStep } from './step-linking.js';

/** Refuses the change. */
export const linkRefuse: LinkStep<'refuse'> = (declaration, place, steps) => {
  const fields = steps.linking.skeletons.get(steps.entity ?? '')?.fields;
  if (declaration.field !== undefined && fields?.has(declaration.field) !== true)
    steps.linking.reporter.unknownName('step.unknown-field', below(place, 'field'), declaration.field, fields?.keys() ?? []);
  return { kind: 'refuse', message: declaration.message, field: declaration.field ?? null };
};

/** Ends the steps. */
export const linkStop: LinkStep<'stop'> = () => ({ kind: 'stop' });
