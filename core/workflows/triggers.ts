import type { Entity, Model, Trigger, Workflow } from '../definitions/model.js';

/** What happened to a record. */
export interface Happening {
  readonly op: 'created' | 'updated' | 'deleted';
  /** Name of the transition that was run. */
  readonly transition: string | null;
  /** Names of fields that have another value. */
  readonly changed: ReadonlySet<string>;
}

export type RecordTrigger = Exclude<Trigger, { readonly kind: 'schedule' }>;

/** Triggers of a workflow that this sets off, whatever their conditions say. */
export function triggersOf(workflow: Workflow, { op, transition, changed }: Happening): readonly RecordTrigger[] {
  return workflow.triggers.filter((trigger): trigger is RecordTrigger => {
    if (trigger.kind === 'schedule') return false;
    if (trigger.kind === 'transition') return transition !== null && (trigger.transitions.length === 0 || trigger.transitions.includes(transition));
    if (trigger.kind !== op) return false;
    return trigger.fields.length === 0 || trigger.fields.some((name) => changed.has(name));
  });
}

/** Workflows on events of an entity, of one timing. */
export function workflowsOn(model: Model, entity: Entity, timing: 'inline' | 'background'): readonly Workflow[] {
  const known = made.get(model) ?? index(model);
  made.set(model, known);
  return known.get(`${timing} ${entity.id}`) ?? [];
}

const made = new WeakMap<Model, ReadonlyMap<string, readonly Workflow[]>>();

function index(model: Model): ReadonlyMap<string, readonly Workflow[]> {
  const found = new Map<string, Workflow[]>();
  for (const workflow of model.workflows.values()) {
    const key = `${workflow.declaration.timing} ${workflow.entity ?? ''}`;
    found.set(key, [...(found.get(key) ?? []), workflow]);
  }
  return found;
}
