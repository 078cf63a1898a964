import { expect, test } from '@jest/globals';
import { InProcessTransport } from '../../core/workflows/transport/in-process-transport.js';
import { startTestApp } from '../support/test-app.js';

test('whoever watches hears that the queue is away, and that it is back', async () => {
  const transport = new InProcessTransport();
  const app = await startTestApp({ workflows: { transport } });
  const ready = async (): Promise<unknown> => {
    const answer = await fetch(`${app.url}/api/health/ready`);
    return { code: answer.status, ...Object(await answer.json()) };
  };
  try {
    expect(await ready()).toMatchObject({ code: 200, status: 'ready', database: 'ready', queue: 'ready' });
    transport.isAway = true;
    expect(await ready()).toMatchObject({ code: 503, status: 'waiting', database: 'ready', queue: 'not answering' });
    transport.isAway = false;
    transport.wipe();
    expect(await ready()).toMatchObject({ code: 200 });
  } finally {
    await app.close();
  }
}, 120_000);
