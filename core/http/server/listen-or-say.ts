import { createServer } from 'node:net';
import { errorCode } from '../../kernel/error-code.js';
import { StartError } from '../../kernel/start-error.js';

interface Address {
  readonly port: number;
  readonly host: string;
}

/** Fails early, before anything is started, when the address cannot be listened on. */
export async function demandFreeAddress(address: Address): Promise<void> {
  if (address.port === 0) return;
  await listenOrSay(address, () => probe(address));
}

/** Listens; what stands against it becomes one sentence with the remedy. */
export async function listenOrSay<Result>(address: Address, listen: () => Promise<Result>): Promise<Result> {
  try {
    return await listen();
  } catch (error) {
    const sentence = sentences.get(errorCode(error))?.(address);
    throw sentence === undefined ? error : new StartError(sentence, { cause: error });
  }
}

const sentences: ReadonlyMap<string, (address: Address) => string> = new Map([
  ['EADDRINUSE', ({ port, host }) => `Port ${port} on ${host} is taken by another program, perhaps another Trellis. Stop it, or set PORT to another number.`],
  ['EACCES', ({ port }) => `This user may not listen on port ${port}. Set PORT to a number above 1023.`],
  ['EADDRNOTAVAIL', ({ host }) => `HOST is ${host}, which is no address of this machine. Use 127.0.0.1, 0.0.0.0, or an address it has.`],
  ['ENOTFOUND', ({ host }) => `HOST is ${host}, which no name server knows. Use 127.0.0.1, 0.0.0.0, or an address of this machine.`],
]);

function probe({ port, host }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
