import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTransport } from '../../core/workflows/transport/open-transport.js';
import { prepareQueueSchema } from '../../core/workflows/transport/prepare-queue-schema.js';
import { faultPoints, type FaultPoint } from '../../core/workflows/engine/fault-point.js';
import { TestEngine, until, type Loose } from '../support/test-engine.js';
import type { FaultCarrier, MakeFaultCarrier } from './carriers.js';
import { EngineProcess } from './engine-process.js';

const stuckMilliseconds = 30_000;
const note = (text: string): Loose => ({ step: 'create', entity: 'flow.note', fields: { text, about: 'id' } });

/** Passes every boundary there is: effects of ours, a call outside, a wait, a failure that is tried again. */
const workflows: Readonly<Record<string, Loose>> = {
  through: {
    on: [{ event: 'created', entity: 'flow.task' }],
    steps: [
      note('"one"'),
      { step: 'call', name: 'came', handler: 'record', input: { file: 'email' } },
      { step: 'delay', until: 'due' },
      { step: 'call', handler: 'fail-once' },
      { step: 'if', condition: 'count == 0', then: [{ step: 'update', fields: { count: 'count + 1' } }] },
      note('came.told'),
    ],
  },
  nightly: { on: [{ schedule: '0 0 1 1 *', timeZone: 'UTC' }], steps: [{ step: 'create', entity: 'flow.note', fields: { text: '"nightly"' } }] },
};

/** A worker that is killed at a boundary and followed by another, again and again. */
export class BoundaryBench {
  private constructor(
    private readonly engine: TestEngine,
    private readonly carrier: FaultCarrier,
  ) {}

  static async open(make: MakeFaultCarrier): Promise<BoundaryBench> {
    const made: { carrier?: FaultCarrier } = {};
    const transport = async (url: string): Promise<ReturnType<typeof openTransport>> => {
      if (made.carrier === undefined) await prepareQueueSchema(url, url);
      made.carrier ??= await make(url);
      return openTransport({ redisUrl: made.carrier.env['REDIS_URL'], databaseUrl: url, onError: () => undefined, isWorker: true });
    };
    const engine = await TestEngine.start({ workflows, transport });
    await engine.pause();
    if (made.carrier === undefined) throw new Error('no carrier');
    return new BoundaryBench(engine, made.carrier);
  }

  async close(): Promise<void> {
    await this.engine.close();
    await this.carrier.stop();
  }

  /** Kills one worker at that coming to the point, lets another one finish, and tells what is not as it must be. Null when there are not so many comings. */
  async killAt(point: FaultPoint, occurrence: number): Promise<readonly string[] | null> {
    const { engine } = this;
    await engine.rows(`DELETE FROM trellis_run; DELETE FROM flow_note WHERE text = 'nightly'`);
    const isSchedule = point.startsWith('schedule');
    if (isSchedule) await engine.rows(`UPDATE trellis_schedule SET next_at = date_trunc('year', now())`);
    if (point.startsWith('epoch')) await engine.rows('DELETE FROM trellis_transport');
    if (point.startsWith('epoch')) await this.carrier.wipe();
    const file = join(engine.folder, `told-${crypto.randomUUID()}`);
    const id = await engine.create('flow.task', { name: point, email: file, due: new Date(Date.now() + 700).toISOString() });
    // A lease can only run out when somebody died with it.
    if (point.startsWith('leases') && (await this.die('call: before', 1)) !== 'SIGKILL') return ['nobody died with a lease'];
    const end = await this.die(point, occurrence);
    if (end === null && occurrence > 1) return null;
    if (end !== 'SIGKILL') return [`the process was to end at "${point}" and did: ${String(end)}`];
    await engine.resume();
    await this.settle(isSchedule);
    await engine.pause();
    return [...(await this.complaints(id, file)), ...(await this.ofSchedule(isSchedule ? 1 : 0))];
  }

  private async die(point: FaultPoint, occurrence: number): Promise<string | null> {
    const redisUrl = this.carrier.env['REDIS_URL'];
    const worker = EngineProcess.start(this.engine, { point, occurrence, ...(redisUrl === undefined ? {} : { redisUrl }) });
    const began = performance.now();
    let end: string | null = null;
    while (end === null && performance.now() - began < stuckMilliseconds) {
      end = await worker.endedWithin(100);
      if (occurrence === 1 || end !== null) continue;
      const over = await this.engine.rows(`SELECT 1 FROM trellis_run WHERE status <> 'running' AND workflow = 'flow.through'`);
      if (over.length > 0) break;
    }
    if (end === null) await worker.stop();
    return end === null || end === 'SIGKILL' ? end : `${end}: ${worker.output}`;
  }

  private async settle(hasSchedule: boolean): Promise<void> {
    await until(
      () => this.engine.rows(`SELECT workflow, status FROM trellis_run ORDER BY workflow`),
      (runs) => runs.length >= (hasSchedule ? 2 : 1) && runs.every(({ status }) => status !== 'running'),
      stuckMilliseconds / 1000,
    );
  }

  private async complaints(id: string, file: string): Promise<readonly string[]> {
    const runs = await this.engine.runs(id);
    const [task] = await this.engine.rows(`SELECT count::int FROM flow_task WHERE id = '${id}'`);
    const notes = await this.engine.rows(`SELECT text FROM flow_note WHERE about = '${id}' ORDER BY id`);
    const told = (await readFile(file, 'utf8')).trim().split('\n');
    const [left] = await this.engine.rows(`SELECT count(*)::int AS n FROM trellis_step WHERE status IN ('ready', 'running', 'waiting')`);
    const found = {
      runs: runs.map(({ status }) => status).join(),
      steps: runs[0]?.steps.map(({ status }: Loose) => status).join(),
      incidents: runs[0]?.incidents.length,
      count: task.count,
      notes: notes.map(({ text }) => text).join(),
      keys: new Set(told).size,
      left: left.n,
    };
    const right = {
      runs: 'done',
      steps: Array.from({ length: 7 }, () => 'done').join(),
      incidents: 0,
      count: 1,
      notes: `one,${told[0] ?? ''}`,
      keys: 1,
      left: 0,
    };
    const [is, shouldBe] = [JSON.stringify(found), JSON.stringify(right)];
    return [...(is === shouldBe ? [] : [`is ${is}, expected ${shouldBe}`]), ...(told.length > 2 ? [`told ${told.length} times`] : [])];
  }

  private async ofSchedule(count: number): Promise<readonly string[]> {
    const notes = await this.engine.rows(`SELECT 1 FROM flow_note WHERE text = 'nightly'`);
    return notes.length === count ? [] : [`the schedule did its work ${notes.length} times, expected ${count}`];
  }
}

/** Every boundary so many times, at its first and second comings in turn; tells the kills and what was not as it must be. */
export async function killAtBoundaries(make: MakeFaultCarrier, times: number): Promise<{ readonly kills: number; readonly complaints: readonly string[] }> {
  const bench = await BoundaryBench.open(make);
  const complaints: string[] = [];
  let kills = 0;
  try {
    for (const point of faultPoints)
      for (let time = 0; time < times; time += 1) {
        const found = (await bench.killAt(point, 1 + (time % 2))) ?? (await bench.killAt(point, 1)) ?? [];
        kills += 1;
        complaints.push(...found.map((complaint) => `${point}: ${complaint}`));
      }
    return { kills, complaints };
  } finally {
    await bench.close();
  }
}
