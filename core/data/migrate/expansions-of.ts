import type { Model } from '../../definitions/model.js';
import type { Table } from '../table.js';
import type { Catalog } from './catalog.js';
import { dueExpansions } from './due-expansions.js';
import { expansionKey, type Expansion, type RenamedTable } from './expansion.js';
import { fillId } from './fill.js';
import { dueTableRenames, renameTables } from './rename-tables.js';
import type { Step } from './step.js';

/** What stands beside the old for a while: what begins, what goes on and what ends. */
export interface Expansions {
  readonly begun: readonly Expansion[];
  /** Begun now or before, and not ended. */
  readonly all: readonly Expansion[];
  readonly ended: readonly Expansion[];
  /** Tables that are renamed by this plan. */
  readonly tables: readonly RenamedTable[];
  /** Those of which rows are still to be filled, those that begin among them. */
  readonly unfilled: readonly Expansion[];
  /** What was declared and what is there, under the names of today. */
  readonly before: ReadonlyMap<string, Table>;
  readonly actual: Catalog;
  readonly steps: readonly Step[];
}

export interface ExpansionsQuestion {
  readonly model: Model;
  readonly desired: readonly Table[];
  readonly before: ReadonlyMap<string, Table>;
  readonly actual: Catalog;
  readonly known: readonly Expansion[];
  /** Ids of the fills that an earlier plan began. */
  readonly unfinished: readonly string[];
  readonly isContraction: boolean;
}

/** Compares what the model was called and how it was typed with what stands in the database. Pure. */
export function expansionsOf(question: ExpansionsQuestion): Expansions {
  const { model, desired } = question;
  const tables = dueTableRenames(model, desired, question.before, question.actual);
  const { before, actual, steps } = renameTables(tables, desired, question);
  const names = new Map(tables.map(({ from, table }) => [from, table]));
  const known = question.known.map((one) => ({ ...one, table: names.get(one.table) ?? one.table })).filter((one) => isWanted(one, desired));
  const unfinished = new Set(question.unfinished.map((id) => id.split(':')).map(([pass = '', table = '']) => `${pass}:${names.get(table) ?? table}`));
  const due = dueExpansions({ model, desired, before, actual, known, unfinished });
  const begun = [...tables, ...due.filter((one) => one.kind !== 'options' || isNew(one, known))];
  const again = new Set(begun.map(expansionKey));
  const isOver = (one: Expansion): boolean => question.isContraction && !unfinished.has(fillId(one));
  const going = known.filter((one) => !again.has(expansionKey(one)));
  const dropped = question.known.filter((one) => !known.some((other) => expansionKey(other) === expansionKey({ ...one, table: other.table })));
  return {
    begun,
    all: [...going.filter((one) => !isOver(one)), ...begun],
    ended: [...going.filter(isOver), ...dropped.filter((one) => one.kind === 'table')],
    tables,
    unfilled: [...going.filter((one) => unfinished.has(fillId(one))), ...begun],
    before,
    actual,
    steps,
  };
}

/** Whether what it leads to is declared still, and the old name is not wanted for something else. */
function isWanted(expansion: Expansion, desired: readonly Table[]): boolean {
  const table = desired.find(({ name }) => name === expansion.table);
  if (expansion.kind === 'table') return table !== undefined && !desired.some(({ name }) => name === expansion.from);
  return table?.columns.some(({ name }) => name === expansion.to) === true;
}

function isNew(expansion: Expansion, known: readonly Expansion[]): boolean {
  return !known.some((one) => JSON.stringify(one) === JSON.stringify(expansion));
}
