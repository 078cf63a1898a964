import { connect, type ConnectOptions, type Connection } from '../data/connect.js';
import { UnsuitableServer } from '../data/demand-suitable-server.js';
import { errorCode } from '../kernel/error-code.js';
import { StartError } from '../kernel/start-error.js';

/** Connects, or says in one sentence that names the variable and what to do why it is not possible. */
export async function connectOrSay(url: string, variable: string, options: ConnectOptions): Promise<Connection> {
  try {
    return await connect(url, options);
  } catch (error) {
    throw new StartError(sentence(error, url, variable), { cause: error });
  }
}

function sentence(error: unknown, url: string, variable: string): string {
  if (error instanceof UnsuitableServer) return error.message;
  const { host, pathname, username } = new URL(url);
  const remedy = remedies.get(errorCode(error)) ?? 'Check the address and the server';
  const told = error instanceof Error ? error.message || errorCode(error) : String(error);
  return `The database ${pathname.slice(1)} at ${host || 'the local socket'} cannot be used as ${username || 'this user'} (${told}). ${remedy}: ${variable}.`;
}

const remedies: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'Nothing listens there: start the server or correct the address'],
  ['ENOTFOUND', 'There is no such host: correct the address'],
  ['ETIMEDOUT', 'The server does not answer: check the network or correct the address'],
  ['28P01', 'Correct the password'],
  ['28000', 'Correct the user, or let it in by pg_hba.conf'],
  ['3D000', 'Create the database, or correct the address'],
  ['42501', 'Give the role the right to connect and to create tables'],
]);
