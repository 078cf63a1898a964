import { standardTimeZone } from '../kernel/time-zone.js';
import type { SystemStep } from './system-step.js';

/** What the change plans themselves keep, and the functions that generated columns call. */
export const dataSystemSteps: readonly SystemStep[] = [
  {
    id: 'data-001',
    sql: `
      CREATE TABLE trellis_system_step (
        id text PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE trellis_migration (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        model_hash text NOT NULL,
        steps jsonb NOT NULL,
        sql text NOT NULL,
        who text NOT NULL
      );
      CREATE TABLE trellis_model (
        is_current boolean PRIMARY KEY DEFAULT true CHECK (is_current),
        model_hash text NOT NULL,
        declared jsonb NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE trellis_sequence (
        field text NOT NULL,
        period text NOT NULL,
        last bigint NOT NULL,
        PRIMARY KEY (field, period)
      );
      CREATE FUNCTION trellis_fold(content text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN lower(translate(regexp_replace(normalize(content, NFD), U&'[\\0300-\\036f]', '', 'g'), U&'\\0111\\0110', 'dd'));
      CREATE FUNCTION trellis_words(content text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN regexp_replace(trellis_fold(content), U&'[\\0009-\\000D !-/:-@[-\`{-~\\00A0\\3000]+', ' ', 'g');
    `,
  },
  {
    id: 'data-002',
    sql: `
      DO $do$ BEGIN
        IF to_regprocedure('pg_catalog.uuidv7()') IS NOT NULL THEN
          CREATE FUNCTION trellis_new_id() RETURNS uuid LANGUAGE sql VOLATILE AS 'SELECT pg_catalog.uuidv7()';
        ELSE
          CREATE FUNCTION trellis_new_id() RETURNS uuid LANGUAGE sql VOLATILE AS $id$
            SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
              PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid $id$;
        END IF;
      END $do$;
      CREATE TABLE trellis_event (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        entity text NOT NULL,
        record_id uuid NOT NULL,
        op text NOT NULL CHECK (op IN ('created', 'updated', 'deleted')),
        action text,
        changed text[] NOT NULL,
        before jsonb,
        after jsonb,
        actor uuid,
        run uuid,
        depth integer NOT NULL DEFAULT 0,
        at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        routed_at timestamptz(3),
        tries integer NOT NULL DEFAULT 0,
        error text
      );
      CREATE INDEX trellis_event_unrouted ON trellis_event (seq) WHERE routed_at IS NULL;
      CREATE INDEX trellis_event_routed ON trellis_event (routed_at) WHERE routed_at IS NOT NULL;
      CREATE FUNCTION trellis_emit() RETURNS trigger LANGUAGE plpgsql AS $emit$
      DECLARE
        old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - 'search_vector' END;
        new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - 'search_vector' END;
        cause jsonb := nullif(current_setting('trellis.cause', true), '')::jsonb;
        changed text[] := '{}';
      BEGIN
        IF (cause ->> 'quiet')::boolean THEN
          RETURN NULL;
        END IF;
        IF TG_OP = 'UPDATE' THEN
          SELECT coalesce(array_agg(n.key ORDER BY n.key), '{}') INTO changed FROM jsonb_each(new_row) n
            WHERE n.value IS DISTINCT FROM old_row -> n.key AND n.key NOT IN ('updated_at', 'updated_by', 'version');
        END IF;
        -- An action is that of the record which it was run on, and of no other that is written on the way.
        IF cause ->> 'record' IS DISTINCT FROM coalesce(new_row, old_row) ->> 'id' THEN cause := cause - 'action'; END IF;
        IF TG_OP = 'UPDATE' AND changed = '{}' AND cause ->> 'action' IS NULL THEN RETURN NULL; END IF;
        INSERT INTO trellis_event (entity, record_id, op, action, changed, before, after, actor, run, depth) VALUES (
          TG_ARGV[0], (coalesce(new_row, old_row) ->> 'id')::uuid,
          CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'UPDATE' THEN 'updated' ELSE 'deleted' END,
          cause ->> 'action', changed, old_row, new_row,
          coalesce(cause ->> 'actor', new_row ->> 'updated_by')::uuid, (cause ->> 'run')::uuid, coalesce((cause ->> 'depth')::integer, 0));
        IF cause ->> 'action' IS NOT NULL THEN PERFORM set_config('trellis.cause', (cause - 'action')::text, true); END IF;
        RETURN NULL;
      END $emit$;
    `,
  },
  {
    // Ranges of one value: equality in a GiST index, without an extension that somebody would have to install.
    id: 'data-003',
    sql: `CREATE TYPE trellis_key AS RANGE (subtype = text, collation = "C", multirange_type_name = trellis_keys);`,
  },
  {
    id: 'data-004',
    sql: `
      CREATE TABLE trellis_fill (
        id text PRIMARY KEY,
        place integer NOT NULL,
        "table" text NOT NULL,
        sets text NOT NULL,
        condition text NOT NULL,
        is_batched boolean NOT NULL,
        last uuid,
        done bigint NOT NULL DEFAULT 0,
        total bigint NOT NULL,
        started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ended_at timestamptz
      );
      CREATE INDEX trellis_fill_open ON trellis_fill (place) WHERE ended_at IS NULL;
    `,
  },
  {
    id: 'data-today',
    sql: `
      CREATE FUNCTION trellis_today(zone text) RETURNS date LANGUAGE plpgsql STABLE AS $today$
      BEGIN
        RETURN (now() AT TIME ZONE coalesce(zone, '${standardTimeZone}'))::date;
      EXCEPTION WHEN invalid_parameter_value THEN
        RETURN (now() AT TIME ZONE '${standardTimeZone}')::date;
      END $today$;
    `,
  },
  {
    id: 'data-derived',
    sql: `
      CREATE TABLE trellis_stale (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        stage text NOT NULL,
        rank integer NOT NULL,
        via text,
        record_id uuid NOT NULL,
        txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        is_first boolean NOT NULL DEFAULT false,
        is_later boolean NOT NULL DEFAULT false,
        fence xid8,
        cause text,
        at timestamptz(3) NOT NULL DEFAULT now(),
        again_at timestamptz,
        error text
      );
      CREATE INDEX trellis_stale_own ON trellis_stale (txid);
      CREATE INDEX trellis_stale_later ON trellis_stale (rank, id) WHERE is_later;
      CREATE TABLE trellis_derived (
        key text PRIMARY KEY,
        stage text NOT NULL
      );
    `,
  },
  { id: 'data-derived-parts', sql: 'ALTER TABLE trellis_stale ADD after uuid' },
  {
    id: 'data-row-migrations',
    sql: `
      CREATE TABLE trellis_plugin (
        plugin text PRIMARY KEY,
        version text NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE trellis_row_migration (
        plugin text NOT NULL,
        version text NOT NULL,
        name text NOT NULL,
        checksum text NOT NULL,
        step integer NOT NULL DEFAULT 0,
        last uuid,
        done bigint NOT NULL DEFAULT 0,
        changed bigint NOT NULL DEFAULT 0,
        outcome text CHECK (outcome IN ('done', 'skipped', 'not needed')),
        why text,
        started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ended_at timestamptz,
        PRIMARY KEY (plugin, version, name)
      );
    `,
  },
  { id: 'data-row-migrations-until', sql: 'ALTER TABLE trellis_row_migration ADD until uuid' },
];
