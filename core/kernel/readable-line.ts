/** One JSON line of the log as a person reads it: time, level, message, and what else there is. */
export function readableLine(json: string): string {
  const entry = parsed(json);
  if (entry === null) return json;
  const { time, level, msg, err, error, ...rest } = entry;
  const clock = new Date(String(time)).toTimeString().slice(0, 8);
  const [name, color] = levels.get(Number(level)) ?? ['info', green];
  const more = Object.entries(rest).map(([key, value]) => ` ${dim}${key}=${typeof value === 'string' ? value : JSON.stringify(value)}${plain}`);
  return `${dim}${clock}${plain} ${color}${name.padEnd(5)}${plain} ${String(msg ?? '')}${more.join('')}\n${stackOf(err ?? error)}`;
}

const [red, green, yellow, dim, plain] = ['\u001b[31m', '\u001b[32m', '\u001b[33m', '\u001b[2m', '\u001b[0m'];

const levels: ReadonlyMap<number, readonly [name: string, color: string]> = new Map([
  [10, ['trace', dim]],
  [20, ['debug', dim]],
  [30, ['info', green]],
  [40, ['warn', yellow]],
  [50, ['error', red]],
  [60, ['fatal', red]],
]);

function stackOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('stack' in error)) return '';
  return `${String(error.stack)}\n`;
}

function parsed(json: string): Record<string, unknown> | null {
  const value: unknown = JSON.parse(json);
  return typeof value === 'object' && value !== null ? { ...value } : null;
}
