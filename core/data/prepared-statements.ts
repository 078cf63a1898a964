import { createHash } from 'node:crypto';

const mostNames = 500;
const mostSeen = 2000;

/** Names for prepared statements: a text is named when it is run a second time, and no more than 500 are, because each costs memory on every connection. */
export class PreparedStatements {
  private readonly names = new Map<string, string>();
  private seen = new Set<string>();

  /** `schemaVersion` parts the plans of one shape of the tables from those of the next. */
  constructor(private readonly schemaVersion: string) {}

  nameOf(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined || this.names.size >= mostNames) return known;
    if (!this.seen.has(text)) {
      if (this.seen.size >= mostSeen) this.seen = new Set();
      this.seen.add(text);
      return undefined;
    }
    this.seen.delete(text);
    const name = `t_${createHash('sha256').update(this.schemaVersion).update(text).digest('base64url').slice(0, 22)}`;
    this.names.set(text, name);
    return name;
  }
}
