import pg from 'pg';

/** A connection of its own that hears one channel of PostgreSQL and comes back by itself when it is lost. */
export interface Listener {
  isListening(): boolean;
  close(): Promise<void>;
}

const comeBackAfterMilliseconds = 1000;

/** Calls `heard` at each notice, and once after each time the connection was lost, because something may have been missed. */
export async function listen(url: string, channel: string, heard: () => void): Promise<Listener> {
  const state: { client: pg.Client | null; isClosed: boolean; timer: NodeJS.Timeout | null } = { client: null, isClosed: false, timer: null };

  const lost = (): void => {
    state.client = null;
    heard();
    if (!state.isClosed) state.timer = setTimeout(() => void open().catch(lost), comeBackAfterMilliseconds);
  };
  const open = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url, keepAlive: true });
    client.on('notification', heard);
    client.once('error', () => void client.end().catch(() => undefined));
    await client.connect();
    await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    client.once('end', lost);
    state.client = client;
    heard();
  };
  await open();
  return {
    isListening: () => state.client !== null,
    close: async () => {
      state.isClosed = true;
      if (state.timer !== null) clearTimeout(state.timer);
      state.client?.removeAllListeners('end');
      await state.client?.end();
    },
  };
}
