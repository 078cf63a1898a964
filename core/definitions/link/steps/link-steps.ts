import type { StepDeclaration } from '../../../../schemas/generated/types.js';
import type { ExpressionType } from '../../expressions/types.js';
import { below, type Place } from '../../parse/reporter.js';
import { dependenciesIn } from '../linking.js';
import { linkAmend } from './amend.js';
import { linkForEach, linkIf } from './control.js';
import { linkConvert, linkCreate } from './create.js';
import { linkFind } from './find.js';
import { linkCall, linkDelay, linkEmail, linkNotify } from './outside.js';
import { linkLet } from './let.js';
import { linkPost } from './post.js';
import { linkRefuse, linkStop } from './refuse.js';
import { linkReverse } from './reverse.js';
import type { OwnStep, Step, StepKind } from './step.js';
import { optional, typeOf, type LinkStep, type StepLinking } from './step-linking.js';
import { linkTransition } from './transition.js';
import { linkUpdate } from './update.js';

const linkers: { readonly [Kind in StepKind]: LinkStep<Kind> } = {
  create: linkCreate,
  convert: linkConvert,
  amend: linkAmend,
  update: linkUpdate,
  let: linkLet,
  find: linkFind,
  transition: linkTransition,
  post: linkPost,
  reverse: linkReverse,
  refuse: linkRefuse,
  stop: linkStop,
  if: linkIf,
  'for-each': linkForEach,
  delay: linkDelay,
  notify: linkNotify,
  email: linkEmail,
  call: linkCall,
};

const inlineOnly: ReadonlySet<StepKind> = new Set(['refuse', 'amend']);
const backgroundOnly: ReadonlySet<StepKind> = new Set(['delay', 'email', 'call']);

/** Links steps in order; each knows the names of those before it. */
export function linkSteps(declarations: readonly StepDeclaration[], place: Place, steps: StepLinking): readonly Step[] {
  return declarations.flatMap((declaration, index) => {
    const origin = steps.linking.origins.get(declaration);
    const own = origin === undefined ? steps : { ...steps, dependencies: dependenciesIn(steps.linking, origin.plugin) };
    return linkStep(declaration, origin?.place ?? below(place, index), own) ?? [];
  });
}

function linkStep(declaration: StepDeclaration, place: Place, steps: StepLinking): Step | null {
  checkTiming(declaration.step, place, steps);
  // A posting asks it of each element, of which its own linker knows.
  const when = declaration.step === 'post' ? null : optional(steps, declaration.when, below(place, 'when'), ['boolean']);
  const own = link(declaration.step, declaration, place, steps);
  if (own === null) return null;
  const name = 'name' in declaration ? (declaration.name ?? null) : null;
  const goesOn = 'onError' in declaration && declaration.onError === 'continue';
  const step: Step = { ...own, name, when, goesOn };
  if (name !== null) remember(name, step, below(place, 'name'), steps);
  return step;
}

/** The table gives the linker of the very kind that the declaration has; TypeScript cannot follow that through a union. */
function link<Kind extends StepKind>(kind: Kind, declaration: StepDeclaration, place: Place, steps: StepLinking): OwnStep | null {
  const linker: LinkStep<Kind> = linkers[kind];
  return isOf(declaration, kind) ? linker(declaration, place, steps) : null;
}

function isOf<Kind extends StepKind>(declaration: StepDeclaration, kind: Kind): declaration is Extract<StepDeclaration, { readonly step: Kind }> {
  return declaration.step === kind;
}

function checkTiming(kind: StepKind, place: Place, { timing, linking }: StepLinking): void {
  const isWrong = timing === 'inline' ? backgroundOnly.has(kind) : inlineOnly.has(kind);
  if (!isWrong) return;
  const expected = timing === 'inline' ? 'a step that is done at once' : 'a step of a durable run';
  const remedy = timing === 'inline' ? 'Put it into a background workflow on this event.' : 'Put it into an inline workflow, or a transition.';
  linking.reporter.report('step.wrong-timing', below(place, 'step'), { found: `a ${kind} step in ${timing} steps`, expected, remedy });
}

function remember(name: string, step: Step, place: Place, steps: StepLinking): void {
  if (steps.variables.has(name))
    steps.linking.reporter.report('step.name-taken', place, { found: `"${name}" again`, expected: 'a name of its own', remedy: 'Choose another name.' });
  const type = resultType(step, steps);
  if (type !== null) steps.variables.set(name, type);
  if (step.kind === 'let') steps.lets.set(name, step.value);
}

function resultType(step: Step, steps: StepLinking): ExpressionType | null {
  if (step.kind === 'call') return { kind: 'any' };
  if (step.kind === 'let') return step.value.type;
  const entity = 'entity' in step ? steps.linking.skeletons.get(step.entity) : undefined;
  if (entity === undefined) return null;
  const record = typeOf(steps, entity);
  return step.kind === 'find' && step.all ? { kind: 'list', of: record } : record;
}
