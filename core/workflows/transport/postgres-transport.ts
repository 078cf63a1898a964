import { createPostgresBackend, type BackendFactory, type PostgresConnection, type PostgresPoolConfig, type PostgresQueueBackend } from 'bullmq';
import { BullmqTransport, type TransportOptions } from './bullmq-transport.js';
import type { Transport } from './transport.js';

/** The schema of BullMQ's tables, beside the business tables. */
export const queueSchema = 'bullmq';

/** Jobs through tables of BullMQ in the database itself; `prepareQueueSchema` must have made them. */
export function postgresTransport(databaseUrl: string, options: TransportOptions): Transport {
  const common = { ...addressOf(databaseUrl), schema: queueSchema, migrate: false, keepAlive: true, idleTimeoutMillis: 60_000, onConnect: keepErrorsHarmless };
  return new BullmqTransport(
    {
      kind: 'postgres',
      backend: carefulBackend,
      sending: { ...common, application_name: 'trellis-send', max: 1, connectionTimeoutMillis: 1500, query_timeout: 2000 },
      receiving: { ...common, application_name: 'trellis-receive', max: 3, connectionTimeoutMillis: 5000, query_timeout: 10_000 },
    },
    options,
  );
}

/** Without waiting for the disk at each commit, which a queue that may be lost does not need. */
const settings = '-c synchronous_commit=off -c statement_timeout=10000 -c idle_in_transaction_session_timeout=10000 -c jit=off';

/** Options within the address would displace those that BullMQ and we give beside it. */
function addressOf(databaseUrl: string): Pick<PostgresPoolConfig, 'connectionString' | 'options'> {
  const url = new URL(databaseUrl);
  const own = url.searchParams.get('options');
  if (own === null) return { connectionString: databaseUrl, options: settings };
  url.searchParams.delete('options');
  return { connectionString: url.href, options: `${own} ${settings}` };
}

const ignore = (): void => undefined;

function keepErrorsHarmless(client: { on(event: 'error', listener: () => void): unknown }): void {
  // The pool reports it; but while a client is lent out nobody listens, and that would end the process.
  client.on('error', ignore);
}

const carefulBackend: BackendFactory<PostgresQueueBackend, PostgresPoolConfig> = (name, options, further) => {
  const backend = createPostgresBackend(name, options, further);
  surviveErrorsWhileClosing(backend.connection);
  return backend;
};

/** BullMQ strips its listening client of all listeners before it ends it; an error just then would end the process. */
function surviveErrorsWhileClosing(connection: PostgresConnection): void {
  const guarded = new WeakSet();
  const open = connection.getListenClient.bind(connection);
  connection.getListenClient = async () => {
    const client = await open();
    if (guarded.has(client)) return client;
    guarded.add(client);
    const strip = client.removeAllListeners.bind(client);
    client.removeAllListeners = (event) => {
      const stripped = event === undefined ? strip() : strip(event);
      return stripped.on('error', ignore);
    };
    return client;
  };
}
