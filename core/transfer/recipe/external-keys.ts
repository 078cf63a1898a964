import type { Executor } from '../../data/database.js';
import { identifier, sql, value } from '../../data/sql.js';
import type { Entity } from '../../definitions/model.js';

/** Records by the keys that an outside system has for them, and the transitions that a recipe has put them through. */
export class ExternalKeys {
  private readonly ids = new Map<string, string>();

  constructor(private readonly source: string) {}

  /** Takes in what was loaded before. */
  async load(executor: Executor): Promise<void> {
    const rows = await executor.rows(
      sql`SELECT entity, key, action, record_id::text AS id FROM trellis_external_key WHERE source = ${value(this.source, 'text')}`,
    );
    for (const row of rows) this.ids.set(nameOf(String(row['entity']), String(row['key']), String(row['action'])), String(row['id']));
  }

  /** Forgets records that were deleted since, so that they are made anew. */
  async forgetDeleted(executor: Executor, entity: Entity): Promise<void> {
    const rows = await executor.rows(sql`
      DELETE FROM trellis_external_key k WHERE source = ${value(this.source, 'text')} AND entity = ${value(entity.id, 'text')}
        AND NOT EXISTS (SELECT 1 FROM ${identifier(entity.table)} t WHERE t.id = k.record_id) RETURNING key, action`);
    for (const row of rows) this.ids.delete(nameOf(entity.id, String(row['key']), String(row['action'])));
  }

  find(entity: string, key: string): string | undefined {
    return this.ids.get(nameOf(entity, key, ''));
  }

  hasActed(entity: string, key: string, action: string): boolean {
    return this.ids.has(nameOf(entity, key, action));
  }

  /** Remembers a key together with the record that was made. */
  async add(executor: Executor, entity: string, key: string, id: string): Promise<void> {
    await this.remember(executor, entity, key, '', id);
  }

  /** Remembers a transition together with what it does. */
  async addAction(executor: Executor, entity: string, key: string, action: string, id: string): Promise<void> {
    await this.remember(executor, entity, key, action, id);
  }

  private async remember(executor: Executor, entity: string, key: string, action: string, id: string): Promise<void> {
    await executor.rows(sql`
      INSERT INTO trellis_external_key (source, entity, key, action, record_id)
      VALUES (${value(this.source, 'text')}, ${value(entity, 'text')}, ${value(key, 'text')}, ${value(action, 'text')}, ${value(id, 'uuid')})`);
    this.ids.set(nameOf(entity, key, action), id);
  }
}

function nameOf(entity: string, key: string, action: string): string {
  return `${entity} ${action} ${key}`;
}
