import type { Entity, Model } from '../../definitions/model.js';
import { quoted, quotedText } from '../quoted.js';
import { routineOf, type Routine } from '../routine.js';
import { shortHash } from '../sql-name.js';
import { ownStagesOf, type OwnStage } from './own-stages.js';
import { everyRow, spreadsOf } from './spread-sql.js';
import { stagesOf, type Stage } from './stages.js';

/** Where it is kept what has to be brought up to date. */
export const staleTable = 'trellis_stale';
/** Told when something is left for later. */
export const staleChannel = 'trellis_stale';
/** Records that one transaction brings up to date by itself; more are left for later. */
export const mostAtOnce = 200;

/**
 * The functions that bring derived values up to date, and the trigger that calls them when a transaction that marked something ends. They never wait for a row: what somebody
 * else holds, and what would be too much, stays marked. So nothing here takes part in a deadlock.
 */
export function settleRoutines(model: Model): readonly Routine[] {
  const [stages, own] = [stagesOf(model), ownStagesOf(model)];
  if (stages.length + own.length === 0) return [];
  const spreads = [
    ...own.map((stage) => ({ stage, spreads: everyRow(stage.entity) })),
    ...stages.map((stage) => ({ stage, spreads: spreadsOf(model, stage) })),
  ];
  const functions = [markFunction, deriveFunction([...own.map(ownBranch), ...stages.map(deriveBranch)]), ...spreadFunctions(spreads), settleFunction];
  const routine = routineOf({
    table: staleTable,
    plugin: 'core',
    why: `what follows from a change is brought up to date when its transaction ends (${shortHash(functions.join('\n'))})`,
    timing: `AFTER INSERT ON ${staleTable} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.is_first)`,
    run: { body: 'BEGIN PERFORM trellis_settle(); RETURN NULL; END', isDefiner: true },
    isConstraint: true,
  });
  return [{ ...routine, sql: [...functions, ...routine.sql] }];
}

/** Only the first mark of a transaction asks for its end to be waited for. */
const markFunction = `CREATE OR REPLACE FUNCTION trellis_mark(stage text, rank integer, via text, record uuid) RETURNS void LANGUAGE plpgsql AS $trellis$
#variable_conflict use_variable
BEGIN
  IF record IS NULL THEN RETURN; END IF;
  INSERT INTO ${staleTable} (stage, rank, via, record_id, cause, is_first)
    VALUES (stage, rank, via, record, nullif(current_setting('trellis.cause', true), ''), coalesce(current_setting('trellis.marked', true), '') = '');
  PERFORM set_config('trellis.marked', 'yes', true);
END $trellis$`;

/** Gives back the records that somebody else holds. */
function deriveFunction(branches: readonly string[]): string {
  return `CREATE OR REPLACE FUNCTION trellis_derive(stage text, ids uuid[]) RETURNS uuid[] LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $trellis$
#variable_conflict use_variable
DECLARE
  held uuid[];
  held_lines uuid[];
  missed uuid[] := '{}';
BEGIN
  CASE stage
${branches.join('\n')}
  -- Of a model that is no more; the stages of today were marked when it changed.
  ELSE NULL;
  END CASE;
  RETURN missed;
END $trellis$`;
}

function deriveBranch({ name, entity, fields }: Stage): string {
  const table = quoted(entity.table);
  const columns = fields.map(({ field }) => quoted(field.column));
  const row = (alias: string): string => `(${columns.map((column) => `${alias}.${column}`).join(', ')})`;
  return `  WHEN ${quotedText(name)} THEN
${holding(entity)}
    WITH d AS MATERIALIZED (SELECT t.id, ${fields.map(({ field, value }) => `${value} AS ${quoted(field.column)}`).join(', ')} FROM ${table} t WHERE t.id = ANY(held))
    UPDATE ${table} t SET ${columns.map((column) => `${column} = d.${column}`).join(', ')} FROM d WHERE t.id = d.id AND ${row('t')} IS DISTINCT FROM ${row('d')};`;
}

/** What a process has to compute stays marked. */
function ownBranch({ name, entity, lines, statements }: OwnStage): string {
  if (statements.length === 0) return `  WHEN ${quotedText(name)} THEN missed := ids;`;
  return `  WHEN ${quotedText(name)} THEN
${holding(entity, lines)}
${statements.map((statement) => `    ${statement};`).join('\n')}`;
}

/** A statement that has waited sees other tables as they were before; so rows are locked by one statement and computed by the next. A record of which somebody holds a line is left to others as well. */
function holding({ table }: Entity, lines: readonly Entity[] = []): string {
  return [
    `    held := ARRAY(SELECT l.id FROM (SELECT t.id FROM ${quoted(table)} t WHERE t.id = ANY(ids) ORDER BY t.id FOR NO KEY UPDATE SKIP LOCKED) l);`,
    ...lines.map((line) => holdingLines(quoted(line.table))),
    `    IF cardinality(held) < cardinality(ids) THEN
      missed := ARRAY(SELECT t.id FROM ${quoted(table)} t WHERE t.id = ANY(ids) AND t.id <> ALL(held));
    END IF;`,
  ].join('\n');
}

function holdingLines(table: string): string {
  return `    held_lines := ARRAY(SELECT l.id FROM (SELECT t.id FROM ${table} t WHERE t.parent_id = ANY(held) ORDER BY t.id FOR NO KEY UPDATE SKIP LOCKED) l);
    held := ARRAY(SELECT h.id FROM unnest(held) h(id) WHERE NOT EXISTS (
      SELECT FROM ${table} t LEFT JOIN unnest(held_lines) l(id) ON l.id = t.id WHERE t.parent_id = h.id AND l.id IS NULL));`;
}

interface Spreading {
  readonly stage: Pick<Stage, 'name'>;
  readonly spreads: ReadonlyMap<string, string>;
}

/** The records that a mark leads to: at most so many of them, or those after one of them, in order, so that a whole table is followed in parts. */
function spreadFunctions(all: readonly Spreading[]): readonly string[] {
  const body = (found: (rows: string) => string): string => {
    const branches = all.flatMap(({ stage, spreads }) =>
      [...spreads].map(([via, rows]) => `  WHEN ${quotedText(`${stage.name} ${via}`)} THEN RETURN ARRAY(${found(rows)});`),
    );
    return `RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $trellis$
#variable_conflict use_variable
BEGIN
  CASE stage || ' ' || via
${branches.join('\n')}
  ELSE RETURN '{}';
  END CASE;
END $trellis$`;
  };
  const parts = body((rows) => `SELECT f.id FROM (${rows}) f WHERE spread_after IS NULL OR f.id > spread_after ORDER BY f.id LIMIT most`);
  return [
    `CREATE OR REPLACE FUNCTION trellis_spread(stage text, via text, source uuid, most integer) ${body((rows) => `SELECT f.id FROM (${rows}) f LIMIT most`)}`,
    `CREATE OR REPLACE FUNCTION trellis_spread_part(stage text, via text, source uuid, spread_after uuid, most integer) ${parts}`,
  ];
}

/**
 * Takes away what follows marks once no value is derived any more. Who marks stays: triggers of tables whose plugin is gone may do so.
 */
export const forgetStages: readonly string[] = [
  'DROP FUNCTION IF EXISTS trellis_spread_part(text, text, uuid, uuid, integer)',
  'DROP FUNCTION IF EXISTS trellis_spread(text, text, uuid, integer)',
  'DROP FUNCTION IF EXISTS trellis_derive(text, uuid[])',
  'DROP FUNCTION IF EXISTS trellis_settle()',
  `DELETE FROM ${staleTable}`,
];

/**
 * Brings up to date what this transaction has marked, stage by stage, and what follows from that; gives how many records that were. A mark that leads through references stays behind as an echo: who wrote at the
 * same time may have read what was before, and was not seen.
 */
const settleFunction = `CREATE OR REPLACE FUNCTION trellis_settle() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $trellis$
#variable_conflict use_variable
DECLARE
  me CONSTANT xid8 := pg_current_xact_id();
  budget integer := CASE WHEN current_setting('transaction_isolation') = 'read committed' THEN ${mostAtOnce} ELSE 0 END;
  due record;
  mark record;
  ids uuid[];
  missed uuid[];
  done integer := 0;
BEGIN
  PERFORM set_config('trellis.marked', 'yes', true);
  LOOP
    SELECT s.rank, s.stage INTO due FROM ${staleTable} s WHERE s.txid = me AND NOT s.is_later ORDER BY s.rank, s.stage LIMIT 1;
    EXIT WHEN NOT FOUND;
    ids := ARRAY(SELECT DISTINCT s.record_id FROM ${staleTable} s WHERE s.txid = me AND NOT s.is_later AND s.stage = due.stage AND s.via IS NULL LIMIT budget + 1);
    FOR mark IN SELECT DISTINCT s.via, s.record_id FROM ${staleTable} s WHERE s.txid = me AND NOT s.is_later AND s.stage = due.stage AND s.via IS NOT NULL LOOP
      EXIT WHEN cardinality(ids) > budget;
      ids := ARRAY(SELECT DISTINCT i FROM unnest(ids || trellis_spread(due.stage, mark.via, mark.record_id, budget + 1)) i);
    END LOOP;
    IF cardinality(ids) > budget THEN
      UPDATE ${staleTable} s SET is_later = true WHERE s.txid = me AND NOT s.is_later;
      EXIT;
    END IF;
    budget := budget - cardinality(ids);
    missed := trellis_derive(due.stage, ids);
    done := done + cardinality(ids) - cardinality(missed);
    DELETE FROM ${staleTable} s WHERE s.txid = me AND NOT s.is_later AND s.stage = due.stage AND s.via IS NULL;
    UPDATE ${staleTable} s SET is_later = true WHERE s.txid = me AND NOT s.is_later AND s.stage = due.stage;
    INSERT INTO ${staleTable} (stage, rank, record_id, cause, is_later)
      SELECT due.stage, due.rank, m, nullif(current_setting('trellis.cause', true), ''), true FROM unnest(missed) m;
  END LOOP;
  PERFORM set_config('trellis.marked', '', true);
  PERFORM pg_notify('${staleChannel}', '') WHERE EXISTS (SELECT FROM ${staleTable} s WHERE s.txid = me);
  RETURN done;
END $trellis$`;
