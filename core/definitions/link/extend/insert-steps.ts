import type { StepDeclaration, StepInsertion } from '../../../../schemas/generated/types.js';
import { nearest } from '../../../kernel/did-you-mean.js';
import { below, type Place } from '../../parse/reporter.js';
import { dependenciesOf } from '../plugin-order.js';
import { keyOfStep } from '../steps/key-of-step.js';
import { mapInnerSteps } from '../steps/map-inner-steps.js';
import { idOf, type Extending } from './extending.js';

/** Puts steps into transitions and workflows, beside the step of a key or at one end. */
export function insertSteps(extending: Extending, insertions: readonly StepInsertion[] | undefined, place: Place): void {
  insertions?.forEach((insertion, index) => {
    const at = below(place, index);
    if (insertion.in.includes('.')) intoWorkflow(extending, insertion, at);
    else intoTransition(extending, insertion, at);
  });
}

function intoTransition(extending: Extending, insertion: StepInsertion, place: Place): void {
  const { draft, reporter } = extending;
  const part = draft.transitions.get(insertion.in);
  if (part === undefined) return reporter.unknownName('extension.unknown-target', below(place, 'in'), insertion.in, draft.transitions.keys());
  const steps = inserted(extending, part.declaration.steps ?? [], { place: below(part.place, 'steps'), plugin: part.plugin }, insertion, place);
  draft.transitions.set(insertion.in, { ...part, declaration: { ...part.declaration, steps } });
}

function intoWorkflow(extending: Extending, insertion: StepInsertion, place: Place): void {
  const { plugin, reporter, workflows } = extending;
  const known = workflows.get(insertion.in);
  const at = below(place, 'in');
  if (known === undefined) return reporter.unknownName('extension.unknown-target', at, insertion.in, workflows.keys());
  if (!dependenciesOf(plugin).includes(known.plugin))
    reporter.report('extension.not-a-dependency', at, {
      expected: `"${known.plugin}" among dependsOn`,
      remedy: `Add "${known.plugin}" to dependsOn in plugin.json.`,
    });
  const { declaration, place: own } = known.declared;
  const steps = inserted(extending, declaration.steps, { place: below(own, 'steps'), plugin: known.plugin }, insertion, place);
  workflows.set(insertion.in, { ...known, declared: { declaration: { ...declaration, steps }, place: own } });
}

interface Home {
  readonly place: Place;
  readonly plugin: string;
}

function inserted(extending: Extending, steps: readonly StepDeclaration[], home: Home, insertion: StepInsertion, place: Place): readonly StepDeclaration[] {
  const { origins, plugin, reporter } = extending;
  insertion.steps.forEach((step, index) => origins.set(step, { place: below(place, 'steps', index), plugin: idOf(plugin) }));
  const anchor = insertion.before ?? insertion.after;
  if (anchor === undefined) {
    remember(extending, steps, home);
    return insertion.at === 'start' ? [...insertion.steps, ...steps] : [...steps, ...insertion.steps];
  }
  const placed = beside(extending, steps, home, insertion);
  if (placed !== null) return placed;
  const keys = keysIn(steps);
  const near = nearest(anchor, keys);
  reporter.report('extension.unknown-anchor', below(place, insertion.before === undefined ? 'after' : 'before'), {
    found: `"${anchor}"`,
    expected: keys.length === 0 ? '"at", because no step has a key' : `one of ${keys.join(', ')}`,
    remedy: near === null ? 'Choose one of them, or start or end.' : `Did you mean "${near}"?`,
  });
  return steps;
}

/** Steps keep their places in their own files, whatever comes between them. */
function remember({ origins }: Extending, steps: readonly StepDeclaration[], { place, plugin }: Home): void {
  steps.forEach((step, index) => {
    if (!origins.has(step)) origins.set(step, { place: below(place, index), plugin });
  });
}

/** The list with the steps beside the one of the key, however deep within it that stands; null when none has it. */
function beside(extending: Extending, steps: readonly StepDeclaration[], home: Home, insertion: StepInsertion): readonly StepDeclaration[] | null {
  const found = steps.findIndex((step) => keyOfStep(step) === (insertion.before ?? insertion.after));
  if (found >= 0) {
    remember(extending, steps, home);
    return steps.toSpliced(insertion.before === undefined ? found + 1 : found, 0, ...insertion.steps);
  }
  for (const [index, step] of steps.entries()) {
    const own = extending.origins.get(step) ?? { place: below(home.place, index), plugin: home.plugin };
    const changed = withinStep(extending, step, own, insertion);
    if (changed === null) continue;
    extending.origins.set(changed, own);
    return steps.with(index, changed);
  }
  return null;
}

function withinStep(extending: Extending, step: StepDeclaration, own: Home, insertion: StepInsertion): StepDeclaration | null {
  let isFound = false;
  const changed = mapInnerSteps(step, (inner, key) => {
    const placed = isFound ? null : beside(extending, inner, { place: below(own.place, key), plugin: own.plugin }, insertion);
    isFound ||= placed !== null;
    return placed ?? inner;
  });
  return isFound ? changed : null;
}

/** Every key that can be anchored on. */
function keysIn(steps: readonly StepDeclaration[]): readonly string[] {
  return steps.flatMap((step) => {
    const inner: string[] = [];
    mapInnerSteps(step, (list) => {
      inner.push(...keysIn(list));
      return list;
    });
    const key = keyOfStep(step);
    return key === undefined ? inner : [key, ...inner];
  });
}
