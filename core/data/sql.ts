/** A piece of SQL with its parameters; pieces nest, so no value ever becomes part of the text. */
export class Sql {
  private constructor(
    private readonly strings: readonly string[],
    private readonly slots: readonly SqlSlot[],
  ) {}

  static of(strings: readonly string[], slots: readonly SqlSlot[]): Sql {
    return new Sql(strings, slots);
  }

  /** Text with `$1 …` and the values in order; the same value object used twice is sent once. */
  build(): { readonly text: string; readonly values: readonly unknown[] } {
    const values: unknown[] = [];
    const places = new Map<SqlValue, number>();
    return { text: this.write(values, places), values };
  }

  private write(values: unknown[], places: Map<SqlValue, number>): string {
    return this.strings.reduce((text, string, index) => {
      if (index === 0) return string;
      const slot = this.slots[index - 1];
      const written = slot instanceof Sql ? slot.write(values, places) : place(slot, values, places);
      return text + written + string;
    }, '');
  }
}

/** A parameter with the type PostgreSQL is told, for instance `uuid` or `text[]`. */
export class SqlValue {
  constructor(
    readonly value: unknown,
    readonly type: string,
  ) {}
}

type SqlSlot = Sql | SqlValue;

function place(slot: SqlValue | undefined, values: unknown[], places: Map<SqlValue, number>): string {
  if (slot === undefined) return '';
  const known = places.get(slot);
  if (known !== undefined) return `$${known}::${slot.type}`;
  values.push(slot.value);
  places.set(slot, values.length);
  return `$${values.length}::${slot.type}`;
}

/** sql`SELECT ${identifier('name')} FROM t WHERE id = ${value(id, 'uuid')}` */
export function sql(strings: TemplateStringsArray, ...slots: readonly SqlSlot[]): Sql {
  return Sql.of(strings, slots);
}

export function value(content: unknown, type: string): SqlValue {
  return new SqlValue(content, type);
}

const identifierPattern = /^[a-z_][a-z0-9_]{0,62}$/u;

/** A quoted table, column or alias; only names that the model can make are let through. */
export function identifier(name: string): Sql {
  if (!identifierPattern.test(name)) throw new Error(`not an SQL identifier: ${JSON.stringify(name)}`);
  return Sql.of([`"${name}"`], []);
}

/** A quoted name of a result column as the API spells it: camelCase, or a system key that begins with an underscore. */
export function keyName(name: string): Sql {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/u.test(name)) throw new Error(`not a key: ${JSON.stringify(name)}`);
  return Sql.of([`"${name}"`], []);
}

/** Text of our own code that is fixed at build time; never anything that came from outside. */
export function raw(text: string): Sql {
  return Sql.of([text], []);
}

/** A quoted string constant, for keys of JSON objects and other names out of the model. */
export function literal(text: string): Sql {
  if (text.includes('\0')) throw new Error('NUL in an SQL literal');
  return Sql.of([text.includes('\\') ? `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${text.replaceAll("'", "''")}'`], []);
}

export function join(pieces: readonly SqlSlot[], separator: string): Sql {
  if (pieces.length === 0) return Sql.of([''], []);
  return Sql.of(['', ...Array.from({ length: pieces.length - 1 }, () => separator), ''], pieces);
}
