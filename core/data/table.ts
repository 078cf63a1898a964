import type { Column } from './column.js';

/** A table as it ought to be. */
export interface Table {
  readonly name: string;
  /** What it keeps: an entity (`crm.lead`) or a many-to-many field (`crm.lead.tags`). */
  readonly subject: string;
  /** Plugin that declared it. */
  readonly plugin: string;
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
}

/** Compared by name alone: a hash of the definition is part of it where the definition can change. */
export interface Constraint {
  readonly name: string;
  readonly kind: 'primary' | 'foreign' | 'check' | 'unique' | 'exclude';
  readonly columns: readonly string[];
  /** What follows ADD CONSTRAINT and the name. */
  readonly sql: string;
  /** Table that a foreign key points to. */
  readonly target: string | null;
  /** Of periods: condition for rows that others stand against. */
  readonly standsAgainst?: string;
}

/** Compared by name alone, like constraints. */
export interface Index {
  readonly name: string;
  readonly isUnique: boolean;
  readonly columns: readonly string[];
  /** What follows ON and the table. */
  readonly sql: string;
}
