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
    return [...ofSystem, ...ofModel].slice(0, mostTold);
  },
};
