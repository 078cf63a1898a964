import { sql, value } from '../../data/sql.js';
import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import { isList, type Value } from '../../definitions/expressions/value.js';
import { RecordValue } from '../../definitions/expressions/record-value.js';
import { recordId } from '../../definitions/field-types/reference.js';
import type { Saying } from '../../definitions/link/steps/step.js';
import type { Locale } from '../../kernel/locale.js';
import { addNotice } from '../../notify/notices.js';
import type { RunStep } from './run-step.js';
import { valueOf, type StepRun, type Subject } from './step-run.js';

/** Puts a notice into the bell of each user, once a user, in the user's language. */
export const runNotify: RunStep<'notify'> = async (run, step) => {
  const about = step.about === null ? run.subject : await aboutOf(run, step.about);
  const users = await localesOf(run, new Set(usersOf(await valueOf(run, step.to))));
  const said: Record<string, unknown>[] = [];
  for (const { user, locale } of users) {
    const title = (await spoken(run, step.title, locale)) ?? '';
    const text = step.text === null ? null : await spoken(run, step.text, locale);
    said.push({ to: user, title, text });
    await addNotice(run.tx, { user, title, text, entity: about?.entity.id ?? null, record: about?.id ?? null });
  }
  run.trace = said;
  return null;
};

async function spoken(run: StepRun, saying: Saying, locale: Locale): Promise<string | null> {
  const text = await valueOf(run, saying[locale]);
  return typeof text === 'string' ? text : null;
}

/** The users that are there, with the language that each reads. */
async function localesOf({ tx }: StepRun, users: ReadonlySet<string>): Promise<readonly { readonly user: string; readonly locale: Locale }[]> {
  const ids = [...users].filter((id) => recordId(id) !== null);
  const rows = await tx.rows(sql`SELECT id::text AS id, locale FROM core_user WHERE id = ANY(${value(ids, 'uuid[]')}) ORDER BY id`);
  return rows.map((row) => ({ user: String(row['id']), locale: row['locale'] === 'vi' ? 'vi' : 'en' }));
}

async function aboutOf(run: StepRun, about: CheckedExpression): Promise<Subject | null> {
  const found = await valueOf(run, about);
  const entity = about.type.kind === 'record' ? run.platform.model.entities.get(about.type.record.name) : undefined;
  return entity === undefined || !(found instanceof RecordValue) || found.id === null ? null : { entity, id: found.id };
}

function usersOf(to: Value): readonly string[] {
  if (isList(to)) return to.flatMap(usersOf);
  if (to instanceof RecordValue) return to.id === null ? [] : [to.id];
  return typeof to === 'string' && to !== '' ? [to] : [];
}
