import pg from 'pg';
import { expressionToSql } from '../../../core/data/expression-sql.js';
import { identifier, sql, type Sql } from '../../../core/data/sql.js';
import type { CheckedExpression } from '../../../core/definitions/expressions/checked.js';
import { Exact, plainNumber } from '../../../core/definitions/expressions/exact.js';
import type { ExpressionType } from '../../../core/definitions/expressions/types.js';
import { createTestDatabase } from '../test-database.js';
import { caseNames } from './case-names.js';
import { caseId } from './case-types.js';

/** Computes expressions in PostgreSQL, over one record at a time. */
export interface CaseDatabase {
  /** Makes these the values of the record. */
  put(values: Readonly<Record<string, unknown>>): Promise<void>;
  /** In wire form. */
  compute(expression: CheckedExpression): Promise<unknown>;
  /** Whether a WHERE with this condition selects the record. */
  selects(condition: (alias: Sql) => Sql): Promise<boolean>;
  close(): Promise<void>;
}

/** A database with the tables of the cases. */
export async function openCaseDatabase(): Promise<CaseDatabase> {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(tables);
  return {
    put: (values) => put(client, values),
    compute: async (expression) => {
      const { text, values } = sql`SELECT ${inWireForm(expressionToSql(expression, caseNames(alias)), expression.type)} AS value FROM cases ${alias}`.build();
      const { rows } = await client.query<{ value: unknown }>(text, [...values]);
      return asPlain(rows[0]?.value, expression.type);
    },
    selects: async (condition) => {
      const { text, values } = sql`SELECT FROM cases ${alias} WHERE ${condition(alias)}`.build();
      return (await client.query(text, [...values])).rowCount === 1;
    },
    close: async () => {
      await client.end();
      await database.drop();
    },
  };
}

const alias = identifier('r');

const tables = `
  CREATE TABLE teams (id uuid PRIMARY KEY, name text);
  CREATE TABLE people (id uuid PRIMARY KEY, name text, team uuid REFERENCES teams);
  CREATE TABLE cases (id uuid PRIMARY KEY, a numeric, b numeric, i integer, s text, t text, state text, p boolean, q boolean, d date, e date,
    m timestamptz(3), n timestamptz(3), owner uuid REFERENCES people, other uuid REFERENCES people, address jsonb, tags text[]);
  CREATE TABLE lines (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), case_id uuid NOT NULL REFERENCES cases ON DELETE CASCADE, name text, quantity numeric,
    price numeric, discount numeric, done boolean, day date, product uuid REFERENCES people);`;

async function put(client: pg.Client, values: Readonly<Record<string, unknown>>): Promise<void> {
  await client.query('DELETE FROM cases');
  const { lines, ...fields } = values;
  await insert(client, 'cases', { id: caseId, ...fields });
  for (const line of Array.isArray(lines) ? lines : []) await insert(client, 'lines', { case_id: caseId, ...line });
}

async function insert(client: pg.Client, table: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
  const columns = new Map<string, unknown>();
  for (const [name, value] of Object.entries(fields)) columns.set(name, await stored(client, name, value));
  const [names, places] = [[...columns.keys()].join(', '), [...columns.keys()].map((_, index) => `$${index + 1}`).join(', ')];
  await client.query(`INSERT INTO ${table} (${names}) VALUES (${places}) ON CONFLICT DO NOTHING`, [...columns.values()]);
}

/** A record is stored in a table of its own, its id stands for it. */
async function stored(client: pg.Client, name: string, value: unknown): Promise<unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || name === 'address') return value;
  await insert(client, name === 'team' ? 'teams' : 'people', Object.fromEntries(Object.entries(value)));
  return 'id' in value ? value.id : null;
}

function inWireForm(value: Sql, type: ExpressionType): Sql {
  if (type.kind === 'date') return sql`to_char(${value}, 'YYYY-MM-DD')`;
  return type.kind === 'instant' ? sql`to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : value;
}

function asPlain(value: unknown, type: ExpressionType): unknown {
  return type.kind === 'number' && typeof value === 'string' ? plainNumber(new Exact(value)) : value;
}
