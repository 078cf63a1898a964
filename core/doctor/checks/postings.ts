import { allLedgers } from '../../data/ledgers/ledger-tables.js';
import { identifier, join, sql, value } from '../../data/sql.js';
import { mostTold, type Check, type Finding } from '../finding.js';

/** Where a ledger wants it, the entries of one posting add up to zero; what is taken back is taken back whole. */
export const postingsCheck: Check = {
  name: 'postings',
  holds: 'postings add up to zero where they must',
  look: async ({ model, tx }) => {
    const findings: Finding[] = [];
    for (const { entries, ledger } of allLedgers(model)) {
      const columns = ledger.zeroSum.flatMap((name) => entries.fields.get(name)?.column ?? []);
      if (columns.length === 0) continue;
      const sums = columns.map((column) => sql`sum(${identifier(column)})`);
      const isOff = sums.map((sum) => sql`${sum} <> 0`);
      const rows =
        await tx.rows(sql`SELECT posting::text AS posting, min(source_entity) AS source, min(source_label) AS label, concat_ws(', ', ${join(sums, ', ')}) AS sums
        FROM ${identifier(entries.table)} GROUP BY posting HAVING ${join(isOff, ' OR ')} ORDER BY posting LIMIT ${value(mostTold, 'integer')}`);
      for (const row of rows) {
        findings.push({
          code: 'doctor.posting',
          kind: 'wrong',
          where: `${entries.id}, posting ${String(row['posting'])} of ${String(row['source'])} ${String(row['label'] ?? '')}`.trimEnd(),
          found: `${ledger.zeroSum.join(', ')}: ${String(row['sums'])}`,
          expected: '0',
          remedy: 'Post what is missing with a document that corrects it; entries themselves are never changed.',
        });
      }
    }
    return findings;
  },
};
