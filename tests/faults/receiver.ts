import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** Stands outside: counts who told it what under which key. */
export interface Receiver {
  readonly url: string;
  /** Keys under which each name was told, a repeat each time it came. */
  readonly told: ReadonlyMap<string, readonly string[]>;
  stop(): Promise<void>;
}

/** A receiver on this machine that takes a while to answer, so that whoever calls may be gone by then. */
export async function startReceiver(milliseconds = 20): Promise<Receiver> {
  const told = new Map<string, string[]>();
  const answer = async (response: ServerResponse): Promise<void> => {
    await pause(milliseconds);
    response.end('heard');
  };
  const server = createServer((request, response) => {
    const key = String(request.headers['idempotency-key']);
    let name = '';
    request.setEncoding('utf8').on('data', (piece: string) => (name += piece));
    request.on('end', () => {
      told.set(name, [...(told.get(name) ?? []), key]);
      void answer(response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}/`,
    told,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
