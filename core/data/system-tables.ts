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
];
