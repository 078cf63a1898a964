/** JSON text of a record with further keys at its end. */
export function withAdditions(json: string, additions: Readonly<Record<string, string>>): string {
  if (Object.keys(additions).length === 0) return json;
  return `${json.slice(0, -1)},${JSON.stringify(additions).slice(1)}`;
}
