import type { ChangePlan } from '../../data/migrate/change-plan.js';
import { planMigration } from '../../data/migrate/migrate.js';
import { migrationName } from '../../definitions/data-migration.js';
import { mostTold, type Check, type Finding } from '../finding.js';

/** Tables, columns, keys and triggers are those that the plugins declare. */
export const driftCheck: Check = {
  name: 'drift',
  holds: 'the database is what the plugins declare',
  look: async ({ model, owner, systemSteps }) => {
    const plan = await planMigration(owner, model, { systemSteps });
    const remedy = 'Run "npx trellis migrate --plan" to see it whole and "--apply" to make it so.';
    const expected = 'what the plugins declare';
    const ofSystem = plan.systemSteps.map(({ id }): Finding => ({
      code: 'doctor.drift',
      kind: 'wrong',
      where: id,
      found: 'a step that has not been run',
      expected,
      remedy,
    }));
    const ofModel = plan.steps.map(({ table, column, why, verdict }): Finding => ({
      code: 'doctor.drift',
      kind: verdict === 'tolerated' ? 'note' : 'wrong',
      where: column === null ? table : `${table}.${column}`,
      found: why,
      expected,
      remedy,
    }));
    const ofRows = plan.unfinished.map(({ table, done, total }): Finding => ({
      code: 'doctor.unfinished',
      kind: 'wrong',
      where: table,
      found: `${done} of ${total} rows rewritten`,
      expected: 'all of them',
      remedy: 'Run "npx trellis migrate --apply": it goes on where it was.',
    }));
    const ofRelease = plan.kept.map((name): Finding => ({
      code: 'doctor.kept',
      kind: 'note',
      where: name,
      found: 'kept for processes of the release before',
      expected: 'nothing, once they are gone',
      remedy: 'Run "npx trellis migrate --contract" when every process is of this release.',
    }));
    return [...ofSystem, ...ofModel, ...ofRows, ...ofMigrations(plan.migrations), ...ofRelease].slice(0, mostTold);
  },
};

function ofMigrations({ due, told, skipped }: ChangePlan['migrations']): readonly Finding[] {
  const waiting = due.map((one): Finding => ({
    code: 'doctor.migration',
    kind: 'wrong',
    where: `${one.plugin} ${migrationName(one)}`,
    found: 'a migration that has not ended',
    expected: 'rows of the version of today',
    remedy: 'Run "npx trellis migrate --apply": it goes on where it was.',
  }));
  const notes = [...told, ...skipped].map((found): Finding => ({
    code: 'doctor.migration',
    kind: 'note',
    where: 'migrations of rows',
    found,
    expected: 'migrations that ran as they are',
    remedy: 'Read docs/changing-a-model.md; nothing is lost.',
  }));
  return [...waiting, ...notes];
}
