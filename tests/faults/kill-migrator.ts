import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { openChangeBench, type ChangeBench } from '../support/change-bench.js';
import { untilSettled } from '../support/until-settled.js';
import { writeStore } from './store-releases.js';

const seedRows = [
  `INSERT INTO store_item (id, code, amount, grade) SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'c' || i, i || '.50', CASE i % 2 WHEN 0 THEN 'a' END FROM generate_series(1, 20) i`,
];

/** Ends the process that migrates at every n-th of its statements, beginning at one that the seed chooses, and lets another go on: the database must be as if nothing had ended. */
export async function killMigrator(every: number, seed: number): Promise<{ readonly kills: number; readonly complaints: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-kill-'));
  const core = join(projectRoot, 'core/identity/plugin');
  const [before, after] = await Promise.all((['before', 'after'] as const).map(async (release) => readPlugins([core, await writeStore(folder, release)])));
  const sources = join(folder, 'sources.json');
  await writeFile(sources, JSON.stringify(after));
  const onBench = async <Result>(work: (bench: ChangeBench) => Promise<Result>): Promise<Result> => {
    const bench = await openChangeBench({ sources: before ?? [], seed: seedRows });
    return work(bench).finally(() => bench.close());
  };
  const whole = await onBench(async (bench) => {
    const statements = Number((await run({ url: bench.url, sources, killAt: 0, isSent: false })).text);
    return { statements, state: await stateOf(bench) };
  });
  const complaints: string[] = whole.statements > 20 ? [] : [`only ${whole.statements} statements`];
  let kills = 0;
  for (let killAt = 1 + (seed % every); killAt <= whole.statements; killAt += every) {
    const isSent = (killAt + seed) % 2 === 0;
    await onBench(async (bench) => {
      const { signal, text } = await run({ url: bench.url, sources, killAt, isSent });
      if (signal === 'SIGKILL') kills += 1;
      else complaints.push(`${killAt}: not killed: ${text}`);
      const again = await run({ url: bench.url, sources, killAt: 0, isSent: false });
      if (again.code !== 0) complaints.push(`${killAt}: ${again.text}`);
      else if ((await stateOf(bench)) !== whole.state) complaints.push(`${killAt}: another state`);
    });
  }
  await rm(folder, { recursive: true, force: true });
  return { kills, complaints };
}

/** All but what tells when and how often something was done, once the workers are through. */
async function stateOf(bench: ChangeBench): Promise<string> {
  await untilSettled(bench.connection.database);
  const { catalog, rows } = await bench.dump();
  const lasting = rows.filter((row) => !/^trellis_(?:migration|model|fill|system_step|plugin|row_migration)/u.test(row));
  // Of history who and what, not when and under which id.
  const timeless = lasting.map((row) => row.replaceAll(/"(?:updated_at|at)":"[^"]*"/gu, '').replace(/^(trellis_change: )\{"id":"[^"]*"/u, '$1'));
  return JSON.stringify([catalog, timeless.toSorted()]);
}

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly text: string;
}

function run(migrator: { readonly url: string; readonly sources: string; readonly killAt: number; readonly isSent: boolean }): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, MIGRATOR: JSON.stringify(migrator) };
    const child = spawn(process.execPath, [join(projectRoot, 'tests/faults/migrator-that-dies.mjs')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('close', (code, signal) => resolve({ code, signal, text }));
  });
}
