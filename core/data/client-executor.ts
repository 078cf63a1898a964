import type { ClientBase } from 'pg';
import type { Executor, Row } from './database.js';
import { textTypes } from './text-types.js';

/** Statements on a connection that somebody else has begun a transaction on; nothing is prepared. */
export function clientExecutor(client: ClientBase): Executor {
  return {
    rows: async (statement) => {
      const { text, values } = statement.build();
      return (await client.query<Row>({ text, values: [...values], types: textTypes })).rows;
    },
    text: async (statement) => {
      const { text, values } = statement.build();
      return (await client.query<(string | null)[]>({ text, values: [...values], types: textTypes, rowMode: 'array' })).rows[0]?.[0] ?? null;
    },
  };
}
