/** What becomes of values when a column changes its type: none is touched, all fit, some may not fit, or they mean something else. */
export type TypeChange = 'same' | 'widens' | 'narrows' | 'differs';

/** Compares two types as format_type spells them. */
export function compareTypes(from: string, to: string): TypeChange {
  if (from === to) return 'same';
  const [before, after] = [sizeOf(from), sizeOf(to)];
  if (before === null || after === null || before.family !== after.family) return 'differs';
  return after.length >= before.length && after.scale >= before.scale ? 'widens' : 'narrows';
}

/** Condition under which a value of the column does not fit into the narrower type. */
export function doesNotFit(column: string, to: string): string {
  const size = sizeOf(to);
  if (size === null) return 'false';
  if (size.family === 'text') return `char_length(${column}) > ${size.length}`;
  return `(${column} <> round(${column}::numeric, ${size.scale}) OR abs(${column}::numeric) > ${limit(to, size)})`;
}

/** The column's value cut or rounded so that it fits. */
export function madeToFit(column: string, to: string): string {
  const size = sizeOf(to);
  return size?.family === 'text' ? `left(${column}, ${size.length})` : `round(${column}::numeric, ${size?.scale ?? 0})::${to}`;
}

interface Size {
  readonly family: 'text' | 'number';
  /** Characters, or digits before the point. */
  readonly length: number;
  readonly scale: number;
}

function sizeOf(type: string): Size | null {
  if (type === 'text') return { family: 'text', length: Number.POSITIVE_INFINITY, scale: 0 };
  if (type === 'integer') return { family: 'number', length: 9.5, scale: 0 };
  if (type === 'bigint') return { family: 'number', length: 18.5, scale: 0 };
  const varying = /^character varying\((\d+)\)$/u.exec(type);
  if (varying !== null) return { family: 'text', length: Number(varying[1]), scale: 0 };
  const numeric = /^numeric\((\d+),(\d+)\)$/u.exec(type);
  return numeric === null ? null : { family: 'number', length: Number(numeric[1]) - Number(numeric[2]), scale: Number(numeric[2]) };
}

function limit(type: string, size: Size): string {
  if (type === 'integer') return '2147483647';
  if (type === 'bigint') return '9223372036854775807';
  return `(10::numeric ^ ${size.length} - 10::numeric ^ -${size.scale})`;
}
