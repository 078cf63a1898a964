import type { Command } from 'commander';
import { examine, type CheckOutcome } from '../../doctor/examine.js';
import type { Finding } from '../../doctor/finding.js';
import { repairBalances } from '../../doctor/repair-balances.js';
import { readConfig } from '../../kernel/config.js';
import { systemSteps } from '../../system-steps.js';
import { demandInstallation } from '../demand-installation.js';
import { print } from '../print.js';
import { withTableOwner } from '../with-table-owner.js';

/** `trellis doctor`: whether all that must hold does. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('look whether ledgers, references, runs and tables are as they must be, and say what to do where they are not')
    .option('--repair-balances', 'first make balances and rollups anew from the entries of their ledgers, and derived values from what they read')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', '\nEnds with status 1 when something is wrong; warnings and notes leave it at 0.')
    .action(run);
}

interface DoctorFlags {
  readonly repairBalances?: true;
  readonly json?: true;
}

async function run(flags: DoctorFlags): Promise<void> {
  demandInstallation(readConfig(process.env));
  const outcomes = await withTableOwner('doctor', async ({ owner, model: declared, runTimeRole }) => {
    const model = declared();
    if (flags.repairBalances === true) await repairBalances(owner, model);
    return examine({ owner, model, runTimeRole: await runTimeRole(), systemSteps });
  });
  const findings = outcomes.flatMap((outcome) => outcome.findings);
  const isWell = findings.every(({ kind }) => kind !== 'wrong');
  const checks = outcomes.map(({ name, findings: found }) => ({ name, findings: found }));
  print(flags, { isWell, checks }, [...outcomes.map(told), ending(findings)].join('\n'));
  if (!isWell) process.exitCode = 1;
}

function told({ name, holds, findings }: CheckOutcome): string {
  const kinds = findings.map(({ kind }) => kind);
  const worst = kinds.find((kind) => kind === 'wrong') ?? kinds.find((kind) => kind === 'warning') ?? 'ok';
  return [`${worst.padEnd(8)} ${name}: ${worst === 'ok' ? holds : `${findings.length} found`}`, ...findings.map(findingLines)].join('\n');
}

function findingLines({ kind, where, found, expected, remedy }: Finding): string {
  return [`  ${kind}  ${where}`, `    found ${found}; expected ${expected}`, `    ${remedy}`].join('\n');
}

function ending(findings: readonly Finding[]): string {
  const count = (kind: Finding['kind']): number => findings.filter((finding) => finding.kind === kind).length;
  if (count('wrong') > 0) return `${count('wrong')} wrong, ${count('warning')} to look at.`;
  return count('warning') > 0 ? `Nothing is wrong; ${count('warning')} to look at.` : 'All is well.';
}
