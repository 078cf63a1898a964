import { planMigration } from '../../data/migrate/migrate.js';
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
    return [...ofSystem, ...ofModel, ...ofRows, ...ofRelease].slice(0, mostTold);
  },
};
