import { describe, expect, test } from '@jest/globals';
import { InProcessTransport, type Mischief } from './in-process-transport.js';
import type { Job } from './transport.js';

const sent = Array.from({ length: 400 }, (_, index): Job => ({ step: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`, attempt: 1 }));

async function arrivals(mischief: Mischief): Promise<readonly string[]> {
  const transport = new InProcessTransport(mischief);
  const taken: string[] = [];
  await transport.receive((job) => Promise.resolve(void taken.push(job.step)), 1);
  await transport.send(sent);
  while (transport.waiting > 0) await new Promise((resolve) => setImmediate(resolve));
  await transport.close();
  return taken;
}

describe('the carrier within the process', () => {
  test('behaves well unless told otherwise', async () => {
    expect(await arrivals({})).toEqual(sent.map((job) => job.step));
  });

  test('loses, doubles and reorders as its seed decides', async () => {
    const mischief = { dropShare: 0.2, doubleShare: 0.2, isReordering: true, delayMilliseconds: 5 };
    const [first, other] = [await arrivals({ ...mischief, seed: 7 }), await arrivals({ ...mischief, seed: 8 })];
    expect([...(await arrivals({ ...mischief, seed: 7 }))].sort()).toEqual([...first].sort());
    expect([...other].sort()).not.toEqual([...first].sort());
    expect(new Set(first).size).toBeGreaterThan(280);
    expect(new Set(first).size).toBeLessThan(360);
    expect(first.length).toBeGreaterThan(new Set(first).size);
    expect(first).not.toEqual([...first].sort());
  });

  test('the same seed gives the same order', async () => {
    const mischief = { seed: 3, isReordering: true };
    expect(await arrivals(mischief)).toEqual(await arrivals(mischief));
    expect(await arrivals(mischief)).not.toEqual(sent.map((job) => job.step));
  });

  test('can be away', async () => {
    const transport = new InProcessTransport();
    transport.isAway = true;
    await expect(transport.send(sent)).rejects.toThrow('away');
    await expect(transport.readEpoch()).rejects.toThrow('away');
    transport.isAway = false;
    expect(await transport.readEpoch()).toBeNull();
  });
});
