import type { FrozenColumn } from '../../schemas/generated/types.js';
import type { CheckedExpression } from './expressions/checked.js';

/** What becomes of the records that are there when a plugin reaches a version, over its own copy of the tables; nothing in it is of today's model. */
export interface DataMigration {
  readonly plugin: string;
  readonly version: string;
  readonly name: string;
  readonly why: string;
  /** Of what it says, however it is spaced. */
  readonly checksum: string;
  /** Columns by name, tables by name, as they were; `id` is among them. */
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, FrozenColumn>>;
  readonly steps: readonly DataStep[];
}

/** Something done to the rows of a table. */
export interface DataStep {
  readonly table: string;
  readonly when: CheckedExpression | null;
  readonly set: ReadonlyMap<string, CheckedExpression>;
  readonly insert: { readonly table: string; readonly values: ReadonlyMap<string, CheckedExpression> } | null;
  readonly hasHistory: boolean;
}

/** `1.2.0-name`, by which people know it. */
export function migrationName({ version, name }: Pick<DataMigration, 'version' | 'name'>): string {
  return `${version}-${name}`;
}

/** Negative when the first version comes before the second. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number));
  const places = [0, 1, 2].map((place) => (left?.[place] ?? 0) - (right?.[place] ?? 0));
  return places.find((difference) => difference !== 0) ?? 0;
}
