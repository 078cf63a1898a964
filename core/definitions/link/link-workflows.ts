import type { TriggerDeclaration, WorkflowDeclaration } from '../../../schemas/generated/types.js';
import { CronExpressionParser } from 'cron-parser';
import type { ExpressionType, Scope } from '../expressions/types.js';
import type { Entity, Field, Trigger, Workflow } from '../model.js';
import type { Declared, ParsedPlugin } from '../parse/parsed-plugin.js';
import { below, type Place, type Reporter } from '../parse/reporter.js';
import { buildField } from './build-field.js';
import { demandConstants } from './demand-constants.js';
import { unextended, type EntityDraft } from './entity-draft.js';
import type { WorkflowDrafts } from './extend/extending.js';
import { inputType } from './link-lifecycle.js';
import { checked, dependenciesIn, recordScope, recordTypeOf, typeOfRecord, userScope, type Linking } from './linking.js';
import { checkStepKeys } from './steps/check-step-keys.js';
import { linkSteps } from './steps/link-steps.js';
import { entityAt, type StepLinking } from './steps/step-linking.js';

/** The workflows of all plugins by id, before they are linked. */
export function draftWorkflows(plugins: readonly ParsedPlugin[], reporter: Reporter): WorkflowDrafts {
  const drafts: WorkflowDrafts = new Map();
  for (const plugin of plugins) {
    const pluginId = plugin.plugin.declaration.id;
    for (const declared of plugin.workflows) {
      const id = `${pluginId}.${declared.declaration.name}`;
      if (drafts.has(id))
        reporter.report('workflow.duplicate', below(declared.place, 'name'), {
          expected: 'names that differ',
          remedy: 'Delete or rename one of the two files.',
        });
      drafts.set(id, { plugin: pluginId, declared });
    }
  }
  return drafts;
}

/** The workflows of all plugins, linked. */
export function linkWorkflows(drafts: WorkflowDrafts, linking: Linking): ReadonlyMap<string, Workflow> {
  return new Map([...drafts].map(([id, { plugin, declared }]) => [id, linkWorkflow(id, plugin, declared, linking)]));
}

/** One workflow, linked. */
export function linkWorkflow(id: string, plugin: string, { declaration, place }: Declared<WorkflowDeclaration>, linking: Linking): Workflow {
  const settings = settingsOf(plugin, declaration, place, linking);
  const variables = new Map<string, ExpressionType>([...userScope.variables, ['settings', inputType(settings)]]);
  const steps: StepLinking = {
    linking,
    plugin,
    dependencies: dependenciesIn(linking, plugin),
    entity: null,
    timing: declaration.timing,
    variables,
    lets: new Map(),
    linkSteps,
  };
  const entity = entityOf(declaration, place, steps);
  if (entity !== null) variables.set('old', typeOfRecord(linking, entity));
  if (entity !== null && declaration.timing === 'inline') variables.set('input', inputType(askedBy(declaration, entity)));
  const triggers = declaration.on.map((trigger, index) => linkTrigger(trigger, below(place, 'on', index), entity, variables, declaration.timing, linking));
  const about: StepLinking = { ...steps, entity: entity?.id ?? null };
  checkStepKeys(declaration.steps, below(place, 'steps'), linking.origins, linking.reporter);
  return {
    id,
    plugin,
    declaration,
    entity: entity?.id ?? null,
    triggers: triggers.filter((trigger) => trigger !== null),
    while: whileOf(declaration, place, entity, linking),
    settings,
    steps: linkSteps(declaration.steps, below(place, 'steps'), about),
  };
}

/** What the transitions that start it ask; what another of them asks is null. */
function askedBy({ on }: WorkflowDeclaration, { lifecycle }: Entity): ReadonlyMap<string, Field> {
  const names = on.flatMap((trigger) =>
    'event' in trigger && trigger.event === 'transition' ? (trigger.transition ?? [...(lifecycle?.transitions.keys() ?? [])]) : [],
  );
  return new Map(names.flatMap((name) => [...(lifecycle?.transitions.get(name)?.input ?? [])]));
}

/** Settings are fields too, without a record. */
function settingsOf(plugin: string, declaration: WorkflowDeclaration, place: Place, linking: Linking): ReadonlyMap<string, Field> {
  const draft = settingsDraft(plugin, place);
  return new Map(
    Object.entries(declaration.settings ?? {}).map(([name, field]) => {
      const at = below(place, 'settings', name);
      demandConstants(field, at, linking.reporter);
      return [name, buildField(name, { declaration: field, place: at, plugin }, draft, linking.drafts, linking.reporter)];
    }),
  );
}

/** What settings would be fields of. */
function settingsDraft(plugin: string, place: Place): EntityDraft {
  const text = 'settings';
  const declaration: EntityDraft['declaration'] = { name: text, plural: text, kind: 'settings', label: text, labelPlural: text, title: text, fields: {} };
  const empty = { fields: new Map(), transitions: new Map(), checks: new Map(), branches: new Map(), ...unextended() };
  return { id: `${plugin}.${text}`, plugin, dependencies: [plugin], declaration, place, balanceOf: null, ...empty };
}

/** All triggers are of one entity, so that the steps know whose fields they read. */
function entityOf(declaration: WorkflowDeclaration, place: Place, steps: StepLinking): Entity | null {
  const found = declaration.on.flatMap((trigger, index) => {
    const at = below(place, 'on', index, 'entity');
    return trigger.entity === undefined ? [] : [{ entity: entityAt(steps, trigger.entity, at), at }];
  });
  const first = found[0]?.entity ?? null;
  for (const { entity, at } of found)
    if (entity !== null && first !== null && entity !== first)
      steps.linking.reporter.report('workflow.entities-differ', at, { expected: first.id, remedy: 'Declare a workflow for each entity.' });
  const mixed = found.length > 0 && found.length < declaration.on.length;
  if (mixed)
    steps.linking.reporter.report('workflow.entities-differ', below(place, 'on'), {
      found: 'triggers with a record beside a schedule without one',
      expected: 'all triggers about records of one entity, or none',
      remedy: 'Give the schedule the entity, or declare two workflows.',
    });
  return mixed ? null : first;
}

function linkTrigger(
  trigger: TriggerDeclaration,
  place: Place,
  entity: Entity | null,
  variables: ReadonlyMap<string, ExpressionType>,
  timing: WorkflowDeclaration['timing'],
  linking: Linking,
): Trigger | null {
  if (!('event' in trigger)) return linkSchedule(trigger, place, entity, timing, linking);
  if (entity === null) return null;
  const { event, fields = [], transition = [] } = trigger;
  const names = [...(entity.lifecycle?.transitions.keys() ?? [])];
  fields.forEach((name, index) => {
    if (!entity.fields.has(name)) linking.reporter.unknownName('workflow.unknown-field', below(place, 'fields', index), name, entity.fields.keys());
  });
  transition.forEach((name, index) => {
    if (!names.includes(name)) linking.reporter.unknownName('workflow.unknown-transition', below(place, 'transition', index), name, names);
  });
  const misplaced = event !== 'updated' && fields.length > 0 ? 'fields' : event !== 'transition' && transition.length > 0 ? 'transition' : null;
  if (misplaced !== null)
    linking.reporter.report('workflow.contradiction', below(place, misplaced), {
      found: `"${misplaced}" of the event ${event}`,
      expected: '"fields" of an update, "transition" of a transition',
      remedy: 'Delete it, or choose another event.',
    });
  const scope: Scope = { record: recordTypeOf(linking, entity.id), variables, hasSettings: true };
  const when = trigger.when === undefined ? null : checked(linking, trigger.when, scope, ['boolean'], below(place, 'when'));
  return { kind: event, fields, transitions: transition, when };
}

function linkSchedule(
  { schedule, timeZone, missed = 'last', when }: Extract<TriggerDeclaration, { schedule: string }>,
  place: Place,
  entity: Entity | null,
  timing: WorkflowDeclaration['timing'],
  linking: Linking,
): Trigger | null {
  if (timing === 'inline')
    linking.reporter.report('workflow.contradiction', below(place, 'schedule'), {
      found: 'a schedule of an inline workflow',
      expected: 'an event',
      remedy: 'Let the timing be background.',
    });
  if (when !== undefined && entity === null)
    linking.reporter.report('workflow.contradiction', below(place, 'when'), {
      found: 'a condition without records to ask it of',
      expected: '"entity" beside it',
      remedy: 'Name the entity, or delete the condition.',
    });
  const tz = timeZone ?? 'UTC';
  if (schedule.trim().split(/\s+/u).length !== 5 || !isZone(tz) || !isCron(schedule, tz)) {
    linking.reporter.report('workflow.schedule', below(place, isZone(tz) ? 'schedule' : 'timeZone'), {
      expected: 'five cron fields such as "0 6 * * 1-5", and an IANA time zone such as Asia/Ho_Chi_Minh',
      remedy: 'Correct it: minute, hour, day of month, month, day of week.',
    });
    return null;
  }
  const scope: Scope | null = entity === null ? null : { record: recordTypeOf(linking, entity.id), variables: new Map(), hasSettings: true };
  const condition = when === undefined || scope === null ? null : checked(linking, when, scope, ['boolean'], below(place, 'when'));
  return { kind: 'schedule', cron: schedule, timeZone: timeZone ?? null, missed, when: condition };
}

function isCron(schedule: string, tz: string): boolean {
  try {
    // A date that never comes is found by looking for its next time.
    CronExpressionParser.parse(schedule, { tz }).next();
    return true;
  } catch {
    return false;
  }
}

function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

function whileOf(declaration: WorkflowDeclaration, place: Place, entity: Entity | null, linking: Linking): Workflow['while'] {
  if (declaration.while === undefined) return null;
  const at = below(place, 'while');
  if (entity !== null && declaration.timing === 'background') return checked(linking, declaration.while, recordScope(linking, entity.id), ['boolean'], at);
  linking.reporter.report('workflow.contradiction', at, {
    found: '"while" without a record to look at',
    expected: 'a background workflow on events of records',
    remedy: 'Delete it.',
  });
  return null;
}
