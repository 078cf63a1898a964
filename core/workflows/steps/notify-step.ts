import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import { isList, type Value } from '../../definitions/expressions/value.js';
import { RecordValue } from '../../definitions/expressions/record-value.js';
import { addNotice } from '../../notify/notices.js';
import type { RunStep } from './run-step.js';
import { valueOf, type StepRun, type Subject } from './step-run.js';

/** Puts a notice into the bell of each user, once a user. */
export const runNotify: RunStep<'notify'> = async (run, step) => {
  const title = await valueOf(run, step.title);
  const text = step.text === null ? null : await valueOf(run, step.text);
  const about = step.about === null ? run.subject : await aboutOf(run, step.about);
  const users = new Set(usersOf(await valueOf(run, step.to)));
  run.trace = { to: [...users], title, text };
  for (const user of users) {
    await addNotice(run.tx, {
      user,
      title: typeof title === 'string' ? title : '',
      text: typeof text === 'string' ? text : null,
      entity: about?.entity.id ?? null,
      record: about?.id ?? null,
    });
  }
  return null;
};

async function aboutOf(run: StepRun, about: CheckedExpression): Promise<Subject | null> {
  const value = await valueOf(run, about);
  const entity = about.type.kind === 'record' ? run.platform.model.entities.get(about.type.record.name) : undefined;
  return entity === undefined || !(value instanceof RecordValue) || value.id === null ? null : { entity, id: value.id };
}

function usersOf(value: Value): readonly string[] {
  if (isList(value)) return value.flatMap(usersOf);
  if (value instanceof RecordValue) return value.id === null ? [] : [value.id];
  return typeof value === 'string' && value !== '' ? [value] : [];
}
