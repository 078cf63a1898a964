import type { Entity, Model } from '../definitions/model.js';
import { quoted, quotedText } from './quoted.js';
import { raw, sql, type Sql } from './sql.js';
import { routineOf, type Routine } from './routine.js';

/** SQLSTATE of a record that would lie within itself. */
export const treeCycleState = 'TT001';
/** SQLSTATE of records that would lie too deep. */
export const treeDepthState = 'TT002';

/** Triggers that keep records from lying within themselves or too deep. Who moves something in a tree waits for whoever moves something else in it. */
export function treeRoutines(model: Model): readonly Routine[] {
  return [...model.entities.values()].flatMap((entity) => (entity.tree === null ? [] : [treeRoutine(entity, entity.tree)]));
}

/** The lock of a tree, for who knows beforehand that something moves: taken before any row is locked it leaves nobody waiting in a circle. */
export function treeLockSql(entity: Entity): Sql {
  return sql`SELECT ${raw(lockText(entity))}`;
}

function lockText(entity: Entity): string {
  return `pg_advisory_xact_lock(hashtext(${quotedText(`tree ${entity.table}`)}), 0)`;
}

function treeRoutine(entity: Entity, { parent, maxDepth }: NonNullable<Entity['tree']>): Routine {
  const table = quoted(entity.table);
  const above = quoted(entity.fields.get(parent)?.column ?? parent);
  const body = `DECLARE
  is_within boolean;
  levels integer;
  below integer := 1;
BEGIN
  IF NEW.${above} IS NULL THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' THEN IF OLD.${above} IS NOT DISTINCT FROM NEW.${above} THEN RETURN NEW; END IF; END IF;
  PERFORM ${lockText(entity)};
  WITH RECURSIVE up AS (
    SELECT t.id, t.${above} AS above, 1 AS level FROM ${table} t WHERE t.id = NEW.${above}
    UNION ALL SELECT t.id, t.${above}, up.level + 1 FROM ${table} t JOIN up ON t.id = up.above WHERE up.id <> NEW.id AND up.level <= ${maxDepth}
  ) SELECT coalesce(bool_or(id = NEW.id), false), coalesce(max(level), 0) INTO is_within, levels FROM up;
  IF is_within OR NEW.${above} = NEW.id THEN
    RAISE EXCEPTION 'a record of % would lie within itself', TG_TABLE_NAME USING ERRCODE = '${treeCycleState}';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    WITH RECURSIVE down AS (
      SELECT NEW.id AS id, 1 AS level
      UNION ALL SELECT t.id, down.level + 1 FROM ${table} t JOIN down ON t.${above} = down.id WHERE down.level <= ${maxDepth}
    ) SELECT max(level) INTO below FROM down;
  END IF;
  IF levels + below > ${maxDepth} THEN
    RAISE EXCEPTION 'records of % would lie too deep', TG_TABLE_NAME USING ERRCODE = '${treeDepthState}';
  END IF;
  RETURN NEW;
END`;
  return routineOf({
    table: entity.table,
    plugin: entity.plugin,
    why: `no record of ${entity.id} lies within itself`,
    timing: `BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW`,
    run: { body },
    isAlways: true,
  });
}
