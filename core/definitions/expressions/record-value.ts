import type { Value } from './value.js';

/** A record as expressions see it: an id, and members that are read when they are asked for. */
export class RecordValue {
  constructor(
    /** Null for what has no id: a record not saved yet, an address, a row of a file. */
    readonly id: string | null,
    private readonly read: (name: string) => Value,
  ) {}

  /** The value of a member; null when it is missing. */
  get(name: string): Value {
    return this.read(name);
  }
}
