import type { Model } from '../definitions/model.js';
import { quoted, quotedText } from './quoted.js';
import { routineOf, type Routine } from './routine.js';

/** Entities on whose records a background workflow waits for something to happen. */
export function watchedEntities(model: Model): ReadonlySet<string> {
  const watching = [...model.workflows.values()].filter((workflow) => workflow.declaration.timing === 'background');
  return new Set(watching.flatMap((workflow) => workflow.entity ?? []));
}

/** Triggers that write an event row with each change, where somebody listens; no path can go round them. */
export function eventRoutines(model: Model): readonly Routine[] {
  return [...watchedEntities(model)].flatMap((id) => {
    const entity = model.entities.get(id);
    if (entity === undefined || entity.query !== null) return [];
    const timing = `AFTER INSERT OR UPDATE OR DELETE ON ${quoted(entity.table)} FOR EACH ROW`;
    const existing = `trellis_emit(${quotedText(entity.id)})`;
    return [routineOf({ table: entity.table, plugin: entity.plugin, why: `workflows wait for changes of ${entity.id}`, timing, run: { existing } })];
  });
}
