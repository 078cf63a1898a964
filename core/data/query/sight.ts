import type { Entity, Field } from '../../definitions/model.js';
import type { Locale } from '../../kernel/locale.js';
import type { Sql } from '../sql.js';

/** Where something is seen: in every row at hand, in none, or where the condition holds (NULL stands for not). */
export type Seen = { readonly kind: 'everywhere' } | { readonly kind: 'nowhere' } | { readonly kind: 'where'; readonly condition: Sql };

/** What a caller sees, as the access room says; every column that a query touches passes through it. */
export interface Sight {
  /** In which people are called by their names. */
  readonly locale?: Locale;
  /** Rows of the entity under the alias. */
  rows(entity: Entity, alias: Sql): Seen;
  /** The field in rows that are seen; of a line, the alias is that of its owner's row. */
  field(entity: Entity, field: Field, alias: Sql): Seen;
}
