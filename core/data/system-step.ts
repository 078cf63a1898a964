/** A frozen piece of SQL that makes tables or functions of the platform itself; once released it is never changed, only followed by another. */
export interface SystemStep {
  /** Room and number, for instance `records-001`. */
  readonly id: string;
  /** One or more statements; run once, in the transaction of the change plan. */
  readonly sql: string;
}
