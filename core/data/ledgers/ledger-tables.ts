import type { CheckedExpression } from '../../definitions/expressions/checked.js';
import type { Entity, Field, Ledger, Model } from '../../definitions/model.js';
import { expressionToSql } from '../expression-sql.js';
import { quoted } from '../quoted.js';
import { rowNames } from '../row-names.js';
import { raw } from '../sql.js';
import { shortHash, sqlName } from '../sql-name.js';

/** A ledger with the two entities it is made of. */
export interface LedgerTables {
  readonly ledger: Ledger;
  readonly entries: Entity;
  readonly balances: Entity;
  readonly dimensions: readonly Field[];
  readonly measures: readonly Field[];
}

/** The ledger of that entity. */
export function ledgerTables(model: Model, entityId: string): LedgerTables {
  const entries = model.entities.get(entityId);
  const balances = model.entities.get(entries?.ledger?.balance ?? '');
  if (entries === undefined || entries.ledger === null || balances === undefined) throw new Error(`${entityId} is no ledger`);
  const { ledger } = entries;
  const fields = (names: readonly string[]): readonly Field[] => names.flatMap((name) => entries.fields.get(name) ?? []);
  return { ledger, entries, balances, dimensions: fields(ledger.dimensions), measures: fields(ledger.measures) };
}

/** Every ledger of the model. */
export function allLedgers(model: Model): readonly LedgerTables[] {
  return [...model.entities.values()].flatMap((entity) => (entity.ledger === null ? [] : [ledgerTables(model, entity.id)]));
}

/** A CHECK constraint of the balances; its name leads back to the constraint's key. */
export interface BalanceCheck {
  readonly name: string;
  readonly key: string;
  readonly sql: string;
}

/** The constraints of a ledger as CHECK constraints of its balances. */
export function balanceChecks(model: Model, { ledger, balances }: LedgerTables): readonly BalanceCheck[] {
  return [...ledger.constraints].map(([key, { expression }]) => {
    const sql = `CHECK (${rowSql(expression, balances, quoted(balances.table), model)})`;
    return { key, sql, name: sqlName('ck', balances.table, '', key.replaceAll('-', '_'), shortHash(sql)) };
  });
}

/** An expression over one row as SQL without parameters; `alias` is the table, or NEW of a trigger. */
export function rowSql(expression: CheckedExpression, entity: Entity, alias: string, model: Model): string {
  const { text, values } = expressionToSql(expression, rowNames(entity, raw(alias), model, null)).build();
  if (values.length > 0) throw new Error(`${expression.text} needs parameters`);
  return text;
}
