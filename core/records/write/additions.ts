/** Keys of an answer beside the record's own; they begin with `_`. */
export type Additions = Readonly<Record<string, unknown>>;

/** JSON text of a record with further keys at its end. */
export function withAdditions(json: string, additions: Additions): string {
  if (Object.keys(additions).length === 0) return json;
  return `${json.slice(0, -1)},${JSON.stringify(additions).slice(1)}`;
}
