import pg from 'pg';

/** Rows of some SQL on a connection of its own. */
export async function rowsOf(url: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
