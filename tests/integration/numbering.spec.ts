import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Entity } from '../../core/definitions/model.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { UserError } from '../../core/kernel/user-error.js';
import { createRecord } from '../../core/records/create-record.js';
import { deleteRecord } from '../../core/records/delete-record.js';
import { nestedPlatform } from '../../core/records/nested-platform.js';
import { runAction } from '../../core/records/run-action.js';
import { updateRecord } from '../../core/records/update-record.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { rowsOf } from '../support/rows-of.js';
import { createTestPlatform, type TestPlatform } from '../support/test-platform.js';

let plugins: string;
let bench: TestPlatform;
let invoice: Entity;
let serial = 0;

beforeAll(async () => {
  execFileSync(process.execPath, [join(projectRoot, 'scripts/prepare.mjs')], { stdio: 'ignore' });
  plugins = await pluginsOfPage('numbers-units-money.md');
  bench = await createTestPlatform({ plugins: [plugins], poolSize: 22 });
  invoice = entityOf('billing.invoice');
}, 300_000);
afterAll(() => bench.close());

function entityOf(id: string): Entity {
  const entity = bench.platform.model.entities.get(id);
  if (entity === undefined) throw new Error(`no ${id}`);
  return entity;
}

async function newBranch(code: string | null = `B${(serial += 1)}`): Promise<string> {
  return JSON.parse(await createRecord(bench.platform, bench.caller(), entityOf('billing.branch'), { name: 'Branch', code })).id;
}

async function draft(branch: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return JSON.parse(await createRecord(bench.platform, bench.caller(), invoice, { branch, customer: 'Sen', ...more })).id;
}

async function act(id: string, action: string): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await runAction(bench.platform, bench.caller(), invoice, id, action));
}

const numbersOf = async (branch: string): Promise<readonly unknown[]> =>
  (await rowsOf(bench.url, `SELECT number FROM billing_invoice WHERE branch = '${branch}' AND number IS NOT NULL ORDER BY number`)).map((row) =>
    typeof row === 'object' && row !== null && 'number' in row ? row.number : null,
  );

const upTo = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(5, '0')}`);
const codeOf = (error: unknown): string => (error instanceof UserError ? error.code : String(error));

test('a number is given at its transition, by branch and by the year of its date, and is kept', async () => {
  const [one, other] = [await newBranch('HN'), await newBranch('SG')];
  const first = await draft(one, { invoiceDate: '2026-12-31' });
  expect(await act(first, 'issue')).toMatchObject({ number: 'HN/2026/00001', _label: 'HN/2026/00001' });
  expect(await act(await draft(one, { invoiceDate: '2027-01-01' }), 'issue')).toMatchObject({ number: 'HN/2027/00001' });
  expect(await act(await draft(other, { invoiceDate: '2026-12-31' }), 'issue')).toMatchObject({ number: 'SG/2026/00001' });
  expect(await act(await draft(one, { invoiceDate: '2026-01-01' }), 'issue')).toMatchObject({ number: 'HN/2026/00002' });
  expect(await act(first, 'cancel')).toMatchObject({ number: 'HN/2026/00001', state: 'cancelled' });
  await act(first, 'reopen');
  await expect(deleteRecord(bench.platform, bench.caller(), invoice, first)).rejects.toMatchObject({ status: 409, code: 'record.numbered' });
  expect(await act(first, 'issue')).toMatchObject({ number: 'HN/2026/00001' });
  const unnumbered = await draft(one);
  await expect(deleteRecord(bench.platform, bench.caller(), invoice, unnumbered)).resolves.toContain(unnumbered);
});

test('without the text that it is made of there is no number, and the place is named', async () => {
  const id = await draft(await newBranch(null));
  await expect(act(id, 'issue')).rejects.toMatchObject({ status: 422, code: 'record.number-part', params: { field: 'Branch.code' } });
});

test('a series goes on from numbers that were there before its counter', async () => {
  const branch = await newBranch('OLD');
  const id = await draft(branch, { invoiceDate: '2026-05-01' });
  await act(id, 'issue');
  await rowsOf(bench.url, `UPDATE billing_invoice SET number = 'OLD/2026/00041' WHERE id = '${id}'`);
  await rowsOf(bench.url, `DELETE FROM trellis_sequence WHERE period LIKE '%${branch}%'`);
  expect(await act(await draft(branch, { invoiceDate: '2026-06-01' }), 'issue')).toMatchObject({ number: 'OLD/2026/00042' });
});

test('20 connections with 11 % taken back: no gap, no duplicate', async () => {
  const branch = await newBranch('LOAD');
  const drafts = await Promise.all(Array.from({ length: 400 }, () => draft(branch, { invoiceDate: '2026-03-01' })));
  let turn = 0;
  let kept = 0;
  const work = async (): Promise<void> => {
    for (let id = drafts.pop(); id !== undefined; id = drafts.pop()) {
      turn += 1;
      const isTakenBack = turn % 9 === 0;
      const issued = id;
      await bench.platform.database
        .transaction(async (tx) => {
          await runAction(nestedPlatform(bench.platform, tx), bench.caller(), invoice, issued, 'issue');
          if (isTakenBack) throw new Error('taken back');
        })
        .then(() => (kept += 1))
        .catch((error: unknown) => expect(String(error)).toContain('taken back'));
    }
  };
  await Promise.all(Array.from({ length: 20 }, work));
  expect(kept).toBe(400 - Math.floor(400 / 9));
  expect(await numbersOf(branch)).toEqual(upTo('LOAD/2026/', kept));
}, 120_000);

test('a server that dies between number and commit leaves no gap', async () => {
  const branch = await newBranch('DIES');
  const numbers: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const id = await draft(branch, { invoiceDate: '2026-03-01' });
    const NUMBERER = JSON.stringify({ url: bench.url, plugins, entity: 'billing.invoice', id, action: 'issue' });
    const died = spawnSync(process.execPath, [join(projectRoot, 'tests/faults/numberer-that-dies.mjs')], { env: { ...process.env, NUMBERER } });
    expect([died.signal, String(died.stdout), String(died.stderr)]).toEqual(['SIGKILL', `DIES/2026/${String(round + 1).padStart(5, '0')}`, '']);
    numbers.push(String((await act(id, 'issue'))['number']));
  }
  expect(numbers).toEqual(upTo('DIES/2026/', 3));
}, 120_000);

test('whatever happens in whatever order, the numbers of a series are 1 to n', async () => {
  const step = fc.record({
    kind: fc.constantFrom('issue', 'refused', 'cancel', 'reopen', 'delete', 'takenBack'),
    which: fc.nat(7),
    year: fc.constantFrom(2026, 2027),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const code = `P${(serial += 1)}`;
      const branch = await newBranch(code);
      const ids = await Promise.all(Array.from({ length: 8 }, (_, index) => draft(branch, { invoiceDate: `${2026 + (index % 2)}-04-01` })));
      await Promise.all(steps.map((one) => happen(one, ids)));
      const found = (await numbersOf(branch)).map(String);
      const of = (year: number): readonly string[] => found.filter((number) => number.includes(`/${year}/`));
      expect(of(2026)).toEqual(upTo(`${code}/2026/`, of(2026).length));
      expect(of(2027)).toEqual(upTo(`${code}/2027/`, of(2027).length));
    }),
    { numRuns: 15 },
  );
}, 120_000);

/** One thing that is done to one of the invoices; being refused is part of life, anything else is not. */
async function happen({ kind, which }: { readonly kind: string; readonly which: number }, ids: readonly string[]): Promise<void> {
  const id = ids[which] ?? '';
  const { platform } = bench;
  const plain = async (): Promise<unknown> => {
    if (kind === 'delete') return deleteRecord(platform, bench.caller(), invoice, id);
    if (kind === 'takenBack')
      return platform.database.transaction(async (tx) => {
        await runAction(nestedPlatform(platform, tx), bench.caller(), invoice, id, 'issue');
        throw new UserError(409, 'record.try-again');
      });
    if (kind === 'refused') await updateRecord(platform, bench.caller(), invoice, id, { amount: '-1' }, { mode: 'patch' });
    return act(id, kind === 'refused' ? 'issue' : kind);
  };
  await plain().catch((error: unknown) =>
    expect(codeOf(error)).toMatch(/^(?:record\.(?:wrong-state|frozen|numbered|not-found|try-again|guard)|workflow\..*|step\..*)$/u),
  );
}

test('fast numbers are never twice there, whoever draws them', async () => {
  const branch = await newBranch();
  await Promise.all(Array.from({ length: 60 }, () => draft(branch)));
  const [row] = await rowsOf(
    bench.url,
    `SELECT count(*)::int AS made, count(DISTINCT draft_number)::int AS told FROM billing_invoice WHERE branch = '${branch}'`,
  );
  expect(row).toEqual({ made: 60, told: 60 });
});
