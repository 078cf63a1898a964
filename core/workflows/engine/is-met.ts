import type { Executor } from '../../data/database.js';
import type { Workflow } from '../../definitions/model.js';
import { KnownRecords } from '../../records/known-records.js';
import { settingsFrom } from '../settings.js';
import { holds, type StepRun } from '../steps/step-run.js';
import { triggersOf } from '../triggers.js';
import type { EngineContext } from './engine-context.js';
import type { Event } from './event-batch.js';
import type { RouterKnowledge } from './router-knowledge.js';

/** Whether the condition of one of the triggers holds, of the record as the event left it. */
export async function isMet(engine: EngineContext, tx: Executor, workflow: Workflow, event: Event, known: RouterKnowledge): Promise<boolean> {
  const triggers = triggersOf(workflow, event.happening);
  if (triggers.every((trigger) => trigger.when === null)) return true;
  const { platform } = engine;
  const records = new KnownRecords(platform.model, tx);
  const run: StepRun = {
    platform,
    tx,
    caller: await known.callerOf(event.actor),
    subject: { entity: event.entity, id: event.recordId },
    record: records.given(event.entity, event.after ?? event.before ?? {}),
    records,
    variables: new Map([
      ['old', event.before === null ? null : records.given(event.entity, event.before)],
      ['settings', settingsFrom(workflow, await known.settingsOf(workflow))],
    ]),
    effects: [],
  };
  for (const trigger of triggers) if (await holds(run, trigger.when)) return true;
  return false;
}
