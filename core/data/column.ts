/** A column as it ought to be. */
export interface Column {
  readonly name: string;
  /** Name of the field it keeps; null for what no field holds (search_vector, parts of join tables). */
  readonly field: string | null;
  /** Plugin that declared the field. */
  readonly plugin: string;
  /** Spelt as PostgreSQL's format_type does: `character varying(80)`, `numeric(22,2)`, `timestamp(3) with time zone`. */
  readonly sqlType: string;
  readonly nullable: boolean;
  /** SQL of the default; null for none. */
  readonly default: string | null;
  /** SQL of a stored generated column; null for an ordinary one. */
  readonly generated: string | null;
  /** Whether a text is HTML; not known of what was declared before this was remembered. */
  readonly isHtml?: boolean;
  /** Whether Trellis computes its values; not known of what was declared before this was remembered. */
  readonly isComputed?: boolean;
  /** The only values it takes; null for any. */
  readonly options: readonly string[] | null;
}
