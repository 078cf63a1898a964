import type { SystemStep } from '../data/system-step.js';

/** Tables of sign-in. Secrets live here as hashes, apart from the records that the screens show. */
export const identitySystemSteps: readonly SystemStep[] = [
  {
    id: 'identity-001',
    sql: `
      CREATE TABLE trellis_credential (
        user_id uuid PRIMARY KEY,
        password_hash text NOT NULL,
        must_change boolean NOT NULL DEFAULT false,
        changed_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE trellis_session (
        token_hash bytea PRIMARY KEY,
        user_id uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX trellis_session_user ON trellis_session (user_id);
      CREATE TABLE trellis_api_key_secret (
        api_key_id uuid PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE
      );
      CREATE TABLE trellis_sign_in_failure (
        key text PRIMARY KEY,
        failures integer NOT NULL,
        blocked_until timestamptz NOT NULL,
        failed_at timestamptz NOT NULL DEFAULT now()
      );
    `,
  },
  {
    id: 'identity-002',
    sql: `
      CREATE TABLE trellis_personal_list (
        user_id uuid NOT NULL,
        entity text NOT NULL,
        columns text[],
        sort text[],
        PRIMARY KEY (user_id, entity)
      );
    `,
  },
];
