import { quoted, quotedText } from '../quoted.js';
import { routineOf, type Routine } from '../routine.js';
import { renamedOption, rowAlias, type Expansion } from './expansion.js';

/** Triggers that keep old and new alike while both are written; one a table. */
export function expansionRoutines(expansions: readonly Expansion[]): readonly Routine[] {
  const tables = [...new Set(expansions.map(({ table }) => table))];
  return [...tables.flatMap((table) => tableRoutine(table, expansions)), ...systemRoutines(expansions)];
}

function tableRoutine(table: string, expansions: readonly Expansion[]): readonly Routine[] {
  const own = expansions.filter((one) => one.table === table);
  const order = ['move', 'options', 'backfill'];
  const pieces = own.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind)).flatMap(pieceOf);
  const [first] = own;
  if (pieces.length === 0 || first === undefined) return [];
  const body = `DECLARE ${rowAlias} record;
BEGIN
  IF current_setting('trellis.fill', true) = 'on' THEN RETURN NEW; END IF;
  ${pieces.join('\n  ')}
  RETURN NEW;
END`;
  return [
    routineOf({
      table,
      plugin: first.plugin,
      why: `what processes of the release before write in ${table} is kept like what those of this one write`,
      timing: `BEFORE INSERT OR UPDATE ON ${quoted(table)} FOR EACH ROW`,
      run: { body },
    }),
  ];
}

function pieceOf(expansion: Expansion): readonly string[] {
  if (expansion.kind === 'table') return [];
  const to = `NEW.${quoted(expansion.to)}`;
  const take = `${rowAlias} := NEW;`;
  if (expansion.kind === 'options') {
    const olds = Object.keys(expansion.keys).map(quotedText).join(', ');
    return [`IF ${to} IN (${olds}) THEN ${to} := ${renamedOption(to, expansion.keys, quotedText)}; END IF;`];
  }
  if (expansion.kind === 'backfill') return expansion.isKept ? [`IF ${to} IS NULL THEN ${take} ${to} := ${expansion.forward}; END IF;`] : [];
  const from = `NEW.${quoted(expansion.from)}`;
  const isOld = `(TG_OP = 'INSERT' AND ${from} IS NOT NULL) OR (TG_OP = 'UPDATE' AND ${from} IS DISTINCT FROM OLD.${quoted(expansion.from)} AND ${to} IS NOT DISTINCT FROM OLD.${quoted(expansion.to)})`;
  const isNew = `TG_OP = 'INSERT' OR ${to} IS DISTINCT FROM OLD.${quoted(expansion.to)}`;
  // What cannot be told in the old form is left out of it.
  const back = expansion.isRetyped
    ? `BEGIN ${from} := ${expansion.backward}; EXCEPTION WHEN data_exception THEN ${from} := NULL; END;`
    : `${from} := ${expansion.backward};`;
  return [`${take}\n  IF ${isOld} THEN ${to} := ${expansion.forward};\n  ELSIF ${isNew} THEN ${back}\n  END IF;`];
}

/** Where the platform keeps ids of entities, and in which column; history apart, which is read under every name and never rewritten. */
export const idColumns: readonly { readonly table: string; readonly column: string }[] = [
  { table: 'trellis_comment', column: 'entity' },
  { table: 'trellis_chain', column: 'source_entity' },
  { table: 'trellis_chain', column: 'target_entity' },
  { table: 'trellis_external_key', column: 'entity' },
  { table: 'trellis_notice', column: 'entity' },
  { table: 'trellis_run', column: 'entity' },
  { table: 'trellis_event', column: 'entity' },
];

function counted({ from, to }: { readonly from: string; readonly to: string }): string {
  return `IF NEW.field = ${quotedText(from)} THEN NEW.field := ${quotedText(to)}; END IF;`;
}

/** What processes of the release before write under the old id is kept under that of today. */
function systemRoutines(expansions: readonly Expansion[]): readonly Routine[] {
  const ids = expansions.flatMap((one) => (one.kind === 'table' && one.ids !== null ? [one.ids] : []));
  const counters = expansions.flatMap((one) => (one.kind === 'move' && one.counter !== null ? [one.counter] : []));
  const tables = ids.length === 0 ? [] : [...new Set(idColumns.map(({ table }) => table))];
  const before = (table: string, lines: readonly string[]): Routine =>
    routineOf({
      table,
      plugin: 'core',
      why: 'ids of entities that have another name are kept under the new one',
      timing: `BEFORE INSERT ON ${quoted(table)} FOR EACH ROW`,
      run: { body: `BEGIN\n  ${lines.join('\n  ')}\n  RETURN NEW;\nEND` },
    });
  const map = (column: string): readonly string[] =>
    ids.map(({ from, to }) => `IF NEW.${quoted(column)} = ${quotedText(from)} THEN NEW.${quoted(column)} := ${quotedText(to)}; END IF;`);
  const numbers = ids.map(
    ({ from, to }) =>
      `IF starts_with(NEW.field, ${quotedText(`${from}.`)}) THEN NEW.field := ${quotedText(to)} || substr(NEW.field, ${from.length + 1}); END IF;`,
  );
  return [
    ...tables.map((table) =>
      before(
        table,
        idColumns.filter((one) => one.table === table).flatMap(({ column }) => map(column)),
      ),
    ),
    ...(numbers.length + counters.length === 0 ? [] : [before('trellis_sequence', [...numbers, ...counters.map(counted)])]),
  ];
}
