import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { WorkflowOptions } from '../../core/start/open-workflows.js';
import { InProcessTransport } from '../../core/workflows/transport/in-process-transport.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { freePort, hasRedisServer, startRedis, until } from '../support/carrier-rigs.js';
import { rowsOf } from '../support/rows-of.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { testIf } from '../support/test-if.js';

const patience = { retryMilliseconds: 20, mostAttempts: 3, staleMilliseconds: 300, idleMilliseconds: 100 };
const mischief = { dropShare: 0.3, doubleShare: 0.3, isReordering: true, delayMilliseconds: 50 };

/** What carries, how it is chosen, and what is to be stopped after it. */
interface Carried {
  readonly env?: Readonly<Record<string, string>>;
  readonly transport?: WorkflowOptions['transport'];
  stop?(): Promise<void>;
}

const carriers: readonly { readonly name: string; readonly isHere: boolean; readonly make: () => Promise<Carried> }[] = [
  { name: 'a carrier that loses, doubles and reorders', isHere: true, make: () => Promise.resolve({ transport: new InProcessTransport(mischief) }) },
  { name: 'PostgreSQL', isHere: true, make: () => Promise.resolve({}) },
  {
    name: 'Redis',
    isHere: hasRedisServer,
    make: async () => {
      const server = await startRedis(await freePort());
      return { env: { REDIS_URL: server.url }, stop: server.stop };
    },
  },
];

describe.each(carriers)('workflows through $name', ({ isHere, make }) => {
  const check = testIf(isHere, 'needs redis-server on the PATH');
  let app: TestApp;
  let carried: Carried;

  beforeAll(async () => {
    if (!isHere) return;
    carried = await make();
    const { env = {}, transport } = carried;
    const workflows = { patience, ...(transport === undefined ? {} : { transport }) };
    app = await startTestApp({ plugins: [join(projectRoot, 'tests/fixtures/with-effects')], env, workflows });
    for (let cause = 0; cause < 3; cause++) await make201('causes', { name: 'smooth' });
  });
  afterAll(async () => {
    if (!isHere) return;
    await app.close();
    await carried.stop?.();
  });

  async function make201(path: string, body: unknown): Promise<string> {
    const answer = await app.administrator.post(`/api/effects/${path}`, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.text}`);
    return answer.json.id;
  }
  const placesOf = async (walk: string): Promise<readonly unknown[]> =>
    (await rowsOf(app.databaseUrl, `SELECT place FROM effects_effect WHERE walk = '${walk}' ORDER BY id`)).map((row) => Object.values(row ?? {})[0]);
  const statusOf = async (walk: string): Promise<unknown> =>
    Object.values((await rowsOf(app.databaseUrl, `SELECT status FROM trellis_run WHERE record_id = '${walk}'`))[0] ?? {})[0];
  const inASecond = (): string => new Date(Date.now() + 1000).toISOString();

  check('each step of each run is done once and in order, lists and delays too', async () => {
    const walks: string[] = [];
    for (let walk = 0; walk < 20; walk++) walks.push(await make201('walks', { name: 'smooth', rest: inASecond() }));
    for (const walk of walks) {
      await until(async () => (await statusOf(walk)) === 'done');
      expect(await placesOf(walk)).toEqual(['begin', 'each', 'each', 'each', 'smooth', 'end']);
    }
    const early = await rowsOf(
      app.databaseUrl,
      `SELECT w.id FROM effects_walk w JOIN effects_effect e ON e.walk = w.id AND e.place = 'smooth' WHERE e.created_at < w.rest`,
    );
    expect(early).toEqual([]);
  });

  check('a step that fails for good becomes an incident while others go on, and the run goes on when a person says so', async () => {
    const rough = await make201('walks', { name: 'rough', isRough: true });
    const smooth = await make201('walks', { name: 'none' });
    await until(async () => (await statusOf(rough)) === 'failed' && (await statusOf(smooth)) === 'done');
    expect([await placesOf(rough), await placesOf(smooth)]).toEqual([['begin'], ['begin', 'smooth', 'end']]);
    const incidents = `SELECT i.code, s.attempt FROM trellis_incident i JOIN trellis_step s ON s.id = i.step JOIN trellis_run r ON r.id = i.run WHERE r.record_id = '${rough}'`;
    expect(await rowsOf(app.databaseUrl, incidents)).toEqual([{ code: 'workflow.step-failed', attempt: patience.mostAttempts }]);
    const [run] = (await app.administrator.get(`/api/workflows/runs?entity=effects.walk&record=${rough}`)).json;
    expect((await app.administrator.post(`/api/workflows/runs/${run.id}/skip`)).status).toBe(200);
    await until(async () => (await statusOf(rough)) === 'done');
    expect(await placesOf(rough)).toEqual(['begin', 'end']);
  });
});
