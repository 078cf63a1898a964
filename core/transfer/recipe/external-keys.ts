import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';

/** Records by the keys that an outside system has for them. */
export class ExternalKeys {
  private readonly ids = new Map<string, string>();

  constructor(private readonly source: string) {}

  /** Takes in what was loaded before. */
  async load(executor: Executor): Promise<void> {
    const rows = await executor.rows(sql`SELECT entity, key, record_id::text AS id FROM trellis_external_key WHERE source = ${value(this.source, 'text')}`);
    for (const row of rows) this.ids.set(nameOf(String(row['entity']), String(row['key'])), String(row['id']));
  }

  find(entity: string, key: string): string | undefined {
    return this.ids.get(nameOf(entity, key));
  }

  /** Remembers a key together with the record that was made. */
  async add(executor: Executor, entity: string, key: string, id: string): Promise<void> {
    await executor.rows(sql`
      INSERT INTO trellis_external_key (source, entity, key, record_id)
      VALUES (${value(this.source, 'text')}, ${value(entity, 'text')}, ${value(key, 'text')}, ${value(id, 'uuid')})`);
    this.ids.set(nameOf(entity, key), id);
  }
}

function nameOf(entity: string, key: string): string {
  return `${entity} ${key}`;
}
