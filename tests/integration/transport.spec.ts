import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import type { Job, Transport } from '../../core/workflows/transport/transport.js';
import { collect, has, isDone, job, jobs, rigs, until, type Rig } from '../support/carrier-rigs.js';
import { testIf } from '../support/test-if.js';

const errors: unknown[] = [];
const onError = (error: unknown): void => void errors.push(error);

describe.each(rigs)('jobs through $name', ({ name, isHere, make }) => {
  const check = testIf(isHere, 'needs redis-server on the PATH or REDIS_URL');
  const opened: Transport[] = [];
  let rig: Rig;
  const open = (): Transport => {
    const transport = rig.open();
    opened.push(transport);
    return transport;
  };

  beforeAll(async () => {
    if (isHere) rig = await make(onError);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((transport) => transport.close()));
    if (isHere) await rig.wipe();
    errors.length = 0;
  });
  afterAll(async () => {
    if (isHere) await rig.stop();
  });

  check('each that was sent arrives as it was', async () => {
    const transport = open();
    const sent = jobs(3).map((job, index) => ({ ...job, attempt: index }));
    const taken: Job[] = [];
    await transport.send(sent.slice(0, 2));
    await transport.receive(collect(taken), 4);
    await transport.send(sent.slice(2));
    await until(() => taken.length === 3);
    expect(sorted(taken)).toEqual(sorted(sent));
    expect(transport.kind).toBe(name);
    expect(errors).toEqual([]);
  });

  check('one that still waits is not doubled; another attempt is another job, and so is one sent after it was taken', async () => {
    const [first, second, last] = [job(), job(), job()];
    const transport = open();
    await transport.send([first, second, first]);
    await open().send([first, { ...first, attempt: 2 }]);
    await transport.send([last]);
    const taken: Job[] = [];
    await transport.receive(collect(taken), 1);
    await until(() => has(taken, last));
    expect(sorted(taken)).toEqual(sorted([first, { ...first, attempt: 2 }, second, last]));
    await transport.send([first]);
    await until(() => taken.length === 5);
  });

  check('a handler that throws neither stops the rest nor is called again', async () => {
    const transport = open();
    const sent = jobs(20);
    const last = job();
    const taken: Job[] = [];
    await transport.receive((one) => {
      taken.push(one);
      if (taken.length % 2 === 0) throw new Error('at once');
      return Promise.reject(new Error('later'));
    }, 2);
    await transport.send(sent);
    await until(() => errors.length === 20);
    await transport.send([last]);
    await until(() => errors.length === 21);
    expect(sorted(taken)).toEqual(sorted([...sent, last]));
  });

  check('2,000 at once arrive, never more than the concurrency at a time', async () => {
    const transport = open();
    const taken = new Set<string>();
    const state = { now: 0, most: 0 };
    await transport.send(jobs(2000));
    await transport.receive(async ({ step }) => {
      state.most = Math.max(state.most, ++state.now);
      await pause(1);
      taken.add(step);
      state.now--;
    }, 8);
    await until(() => taken.size === 2000);
    expect(state.most).toBeGreaterThan(1);
    expect(state.most).toBeLessThanOrEqual(8);
  });

  check('two receivers share the work', async () => {
    const sent = jobs(60);
    const taken: Job[][] = [[], []];
    for (const mine of taken) await open().receive(collect(mine, 5), 2);
    await open().send(sent);
    await until(() => taken.flat().length === 60);
    expect(sorted(taken.flat())).toEqual(sorted(sent));
    for (const mine of taken) expect(mine.length).toBeGreaterThan(5);
  });

  check('the epoch is seen by all and lost with the store, which goes on to work', async () => {
    const [first, second] = [open(), open()];
    expect(await first.readEpoch()).toBeNull();
    await first.writeEpoch('a');
    await first.writeEpoch('b');
    expect(await second.readEpoch()).toBe('b');
    const taken: Job[] = [];
    await first.send(jobs(10));
    await rig.wipe();
    expect(await first.readEpoch()).toBeNull();
    await second.receive(collect(taken), 1);
    for (let round = 1; round <= 3; round++) {
      await first.send(jobs(1));
      await until(() => taken.length === round);
      await rig.wipe();
    }
    expect(await open().readEpoch()).toBeNull();
  });

  check('closing waits for the handler that runs, and takes nothing more', async () => {
    const transport = open();
    const taken: Job[] = [];
    const finished: Job[] = [];
    const gate: { open(): void } = { open: () => undefined };
    const isOpen = new Promise<void>((resolve) => (gate.open = resolve));
    await transport.receive(async (one) => {
      taken.push(one);
      await isOpen;
      finished.push(one);
    }, 1);
    await transport.send(jobs(2));
    await until(() => taken.length === 1);
    const closed = transport.close();
    gate.open();
    await closed;
    expect([taken.length, finished.length]).toEqual([1, 1]);
    await transport.close();
  });

  check('closing does not wait for ever', async () => {
    const transport = open();
    const taken: Job[] = [];
    await transport.receive((one) => {
      taken.push(one);
      return new Promise(() => undefined);
    }, 1);
    await transport.send(jobs(1));
    await until(() => taken.length === 1);
    const begun = performance.now();
    await transport.close();
    expect(performance.now() - begun).toBeLessThan(7000);
  });

  check('when all connections were cut jobs flow again without a restart', async () => {
    const [sender, receiver] = [open(), open()];
    const taken: Job[] = [];
    await receiver.receive(collect(taken), 4);
    for (let round = 1; round <= 3; round++) {
      await sender.send(jobs(50));
      await rig.cut();
      const last = job();
      await until(() => isDone(sender.send([last])));
      await until(() => has(taken, last));
    }
  });
});

function sorted(some: readonly Job[]): readonly string[] {
  return some.map((one) => `${one.step} ${String(one.attempt)}`).sort();
}
