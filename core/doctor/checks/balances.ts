import { allLedgers, type LedgerTables } from '../../data/ledgers/ledger-tables.js';
import { wrongBalances, wrongFormulas, type WrongBalance } from '../../data/ledgers/wrong-balances.js';
import { KnownRecords } from '../../records/known-records.js';
import { mostTold, type Check, type Finding, type Patient } from '../finding.js';

const remedy = 'Run "npx trellis doctor --repair-balances", which makes balances and rollups anew from the entries, and find out who wrote past the ledger.';

/** Balances are the sum of their entries, measure by measure. */
export const balancesCheck: Check = {
  name: 'balances',
  holds: 'balances are the sums of their entries',
  look: async (patient) => {
    const findings: Finding[] = [];
    for (const tables of allLedgers(patient.model)) {
      for (const wrong of await wrongBalances(patient.tx, tables, mostTold)) findings.push(await told(patient, tables, wrong));
      for (const id of await wrongFormulas(patient.tx, patient.model, tables, mostTold)) {
        const where = `${tables.balances.id} ${id}`;
        findings.push({
          code: 'doctor.balance-formula',
          kind: 'wrong',
          where,
          found: 'a formula that its measures do not give',
          expected: 'formulas of what is kept',
          remedy,
        });
      }
    }
    return findings;
  },
};

async function told(patient: Patient, tables: LedgerTables, { place, kept, found, expected }: WrongBalance): Promise<Finding> {
  const where = `${tables.balances.id} ${await placeName(patient, tables, place)}`;
  if (kept !== 1) return { code: 'doctor.balance-rows', kind: 'wrong', where, found: `${kept} rows`, expected: 'one row for the place', remedy };
  const wrong = tables.measures.map(({ name }) => name).filter((name) => found[name] !== expected[name]);
  const figures = (of: Readonly<Record<string, string>>): string => wrong.map((name) => `${name} ${of[name] ?? ''}`).join(', ');
  return { code: 'doctor.balance', kind: 'wrong', where, found: figures(found), expected: `${figures(expected)}, the sum of the entries`, remedy };
}

/** `product=Chai (018f…), warehouse=…` */
async function placeName({ model, tx }: Patient, { dimensions }: LedgerTables, place: WrongBalance['place']): Promise<string> {
  const records = new KnownRecords(model, tx);
  const labels = await records.settle(() =>
    dimensions.map((field) => {
      const target = model.entities.get(field.target ?? '');
      const content = place[field.name] ?? null;
      if (target === undefined || content === null) return `${field.name}=${content ?? 'none'}`;
      const label = records.reference(target, content).get('_label');
      return `${field.name}=${typeof label === 'string' ? `${label} ` : ''}(${content})`;
    }),
  );
  return labels.join(', ');
}
