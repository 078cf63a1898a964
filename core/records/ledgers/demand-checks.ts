import type { LedgerTables } from '../../data/ledgers/ledger-tables.js';
import type { FieldValue } from '../../definitions/field-types/field-type.js';
import { UserError } from '../../kernel/user-error.js';
import { environmentWithin } from '../write/compute.js';
import { computed, computingFor } from '../write/computing.js';
import { brokenChecks } from '../write/broken-checks.js';
import type { Draft } from '../write/draft.js';
import { figure, wireOf } from './figures.js';
import type { Posting } from './post-entries.js';
import type { Entry } from './write-entries.js';

/** Refuses a posting of which an entry breaks a check of its ledger, be it new or what takes another back. Throws UserError 409 with the message of the check, or 422 with what an expression says. */
export async function demandChecks(posting: Posting, tables: LedgerTables, entries: readonly Entry[]): Promise<void> {
  const { entries: entity } = tables;
  const checks = [...entity.checks.values()];
  if (checks.length === 0) return;
  const { platform, caller, tx } = posting;
  const broken = await computed(platform.model, caller, tx, (shared) =>
    entries.flatMap((entry) => {
      const draft = draftOf(posting, tables, entry);
      const environment = environmentWithin(computingFor(shared, entity, draft), entity, draft);
      return brokenChecks(caller, { entity, draft, environment, pointer: '' }, checks);
    }),
  );
  const [first] = broken;
  if (first === undefined) return;
  throw first.code === 'record.check' ? new UserError(409, 'record.guard', first.params) : new UserError(422, first.code, first.params);
}

function draftOf({ date, source }: Posting, { dimensions, measures }: LedgerTables, entry: Entry): Draft {
  const own: readonly (readonly [string, FieldValue])[] = [
    ['id', entry.id],
    ['postingDate', date],
    ['source', source.id],
    ['sourceEntity', source.entity],
    ['sourceLabel', source.label],
    ['countsFor', entry.countsFor],
    ['reverses', entry.reverses],
  ];
  const places = dimensions.map(({ name }): readonly [string, FieldValue] => [name, entry.place.get(name) ?? null]);
  const figures = measures.map((field): readonly [string, FieldValue] => [field.name, wireOf(field, figure(entry.figures, field.name))]);
  return { id: entry.id, values: new Map([...own, ...places, ...figures]), lines: new Map() };
}
