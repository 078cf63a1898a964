import type { Saying as SayingDeclaration } from '../../../../schemas/generated/types.js';
import { below, type Place } from '../../parse/reporter.js';
import type { Saying } from './step.js';
import { expression, expressions, optional, type LinkStep, type StepLinking } from './step-linking.js';

/** Waits. */
export const linkDelay: LinkStep<'delay'> = (declaration, place, steps) => {
  if ((declaration.until === undefined) === (declaration.minutes === undefined)) {
    steps.linking.reporter.report('step.delay', place, { expected: '"until" or "minutes"', remedy: 'Write one of the two.' });
    return null;
  }
  return { kind: 'delay', until: optional(steps, declaration.until, below(place, 'until'), ['date', 'instant']), minutes: declaration.minutes ?? null };
};

/** Puts a notice into the bell. */
export const linkNotify: LinkStep<'notify'> = (declaration, place, steps) => ({
  kind: 'notify',
  to: expression(steps, declaration.to, below(place, 'to'), ['record', 'text', 'list']),
  title: saying(steps, declaration.title, below(place, 'title')),
  text: declaration.text === undefined ? null : saying(steps, declaration.text, below(place, 'text')),
  about: optional(steps, declaration.about, below(place, 'about'), ['record']),
});

/** Sends an e-mail. */
export const linkEmail: LinkStep<'email'> = (declaration, place, steps) => ({
  kind: 'email',
  to: expression(steps, declaration.to, below(place, 'to'), ['text']),
  subject: expression(steps, declaration.subject, below(place, 'subject'), ['text']),
  text: expression(steps, declaration.text, below(place, 'text'), ['text']),
});

/** Calls a step of the plugin's own. */
export const linkCall: LinkStep<'call'> = ({ handler, input }, place, steps) => {
  const { handlers, reporter } = steps.linking;
  const given = handlers.get(steps.plugin);
  const at = below(place, 'handler');
  if (given !== undefined && !given.includes(handler))
    reporter.unknownName(
      'step.unknown-handler',
      at,
      handler,
      given,
      `Export it from server/index.ts of the plugin ${steps.plugin}: export const steps = { … }.`,
    );
  return { kind: 'call', handler, input: expressions(steps, input, below(place, 'input')) };
};

/** One expression speaks every language; of several, English stands in for one that is not said. */
function saying(steps: StepLinking, said: SayingDeclaration, place: Place): Saying {
  if (typeof said === 'string') {
    const every = expression(steps, said, place, ['text']);
    return { en: every, vi: every };
  }
  const en = expression(steps, said.en, below(place, 'en'), ['text']);
  return { en, vi: said.vi === undefined ? en : expression(steps, said.vi, below(place, 'vi'), ['text']) };
}
