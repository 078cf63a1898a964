import type { Command } from 'commander';
import { describePlan } from '../../data/migrate/describe-plan.js';
import { migrate, planMigration } from '../../data/migrate/migrate.js';
import { MigrationRefused } from '../../data/migrate/migration-refused.js';
import { planAsJson } from '../../data/migrate/plan-as-json.js';
import type { FillProgress } from '../../data/migrate/run-fills.js';
import type { ChangePlan } from '../../data/migrate/change-plan.js';
import { systemSteps } from '../../system-steps.js';
import { demandRevision } from '../../start/read-workspace.js';
import { UsageError } from '../exit-status.js';
import { print } from '../print.js';
import { withTableOwner } from '../with-table-owner.js';

/** `trellis migrate --plan|--apply`: what the database needs to become what the plugins declare. */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('show or make the changes that the database needs to become what the plugins declare')
    .option('--plan', 'print what would change, why, and how many rows are concerned; change nothing')
    .option('--apply', 'make the changes')
    .option('--contract', 'make the changes, and drop what is kept for processes of the release before; with --plan print what would be dropped')
    .option('--sql', 'print the SQL of each change too')
    .option('--allow <token...>', 'allow a change that could lose data, as the plan names it: drop:crm_lead.fax')
    .option('--json', 'print the plan as JSON')
    .addHelpText('after', '\nEnds with status 1 when the plan holds a change that is not allowed.')
    .action(run);
}

interface MigrateFlags {
  readonly plan?: true;
  readonly apply?: true;
  readonly contract?: true;
  readonly sql?: true;
  readonly allow?: readonly string[];
  readonly json?: true;
}

async function run(flags: MigrateFlags): Promise<void> {
  const isApplied = flags.apply === true || (flags.contract === true && flags.plan !== true);
  if ((flags.plan === true) === isApplied) throw new UsageError('Say either --plan or --apply.');
  const isContraction = flags.contract === true;
  const options = { systemSteps, allow: flags.allow ?? [], isContraction, who: 'trellis migrate', onProgress: tellProgress };
  const plan = await withTableOwner('migrate', async ({ owner, head, model: declared, letRunTimeRoleIn }) => {
    const model = declared();
    if (flags.plan === true) return planMigration(owner, model, options);
    const done = await planOf(migrate(owner, model, { ...options, within: demandRevision(head.revision) }));
    await letRunTimeRoleIn(model);
    return done;
  });
  print(flags, planAsJson(plan), describePlan(plan, { hasSql: flags.sql === true }));
  if (plan.steps.some((step) => step.verdict === 'refused')) process.exitCode = 1;
}

function tellProgress({ table, done, total }: FillProgress): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${table}: ${done.toLocaleString('en')} of ${total.toLocaleString('en')} rows${done >= total ? '\n' : ''}`);
}

/** A refused plan is printed like any other. */
async function planOf(outcome: ReturnType<typeof migrate>): Promise<ChangePlan> {
  try {
    return (await outcome).plan;
  } catch (error) {
    if (error instanceof MigrationRefused) return error.plan;
    throw error;
  }
}
