import { quoted } from './quoted.js';
import { shortHash } from './sql-name.js';

/** A trigger that the model asks for, with the function that it runs; compared by name, of which a hash of the text is part. */
export interface Routine {
  readonly name: string;
  readonly table: string;
  readonly plugin: string;
  readonly sql: readonly string[];
  /** A sentence for people. */
  readonly why: string;
}

/** All triggers of ours begin like this. */
export const routinePrefix = 'trellis_on_';

export interface RoutineParts {
  readonly table: string;
  readonly plugin: string;
  readonly why: string;
  /** What stands between CREATE TRIGGER name and EXECUTE FUNCTION, for instance `BEFORE DELETE ON "t" FOR EACH ROW`. */
  readonly timing: string;
  /** Body of a PL/pgSQL function of its own, or a function that is there already with its arguments. */
  readonly run: { readonly body: string; readonly isDefiner?: boolean } | { readonly existing: string };
  readonly isConstraint?: boolean;
  /** Fires also where triggers are usually switched off. */
  readonly isAlways?: boolean;
}

/** Puts a routine together. */
export function routineOf(parts: RoutineParts): Routine {
  const { table, plugin, why, timing, run } = parts;
  const name = `${routinePrefix}${shortHash(JSON.stringify(parts))}_${table}`.slice(0, 63);
  const definer = 'body' in run && run.isDefiner === true ? ' SECURITY DEFINER' : '';
  const own =
    'body' in run
      ? [`CREATE FUNCTION ${quoted(name)}() RETURNS trigger LANGUAGE plpgsql${definer} SET search_path FROM CURRENT AS $trellis$\n${run.body}\n$trellis$`]
      : [];
  const executed = 'body' in run ? `${quoted(name)}()` : run.existing;
  const trigger = `CREATE ${parts.isConstraint === true ? 'CONSTRAINT ' : ''}TRIGGER ${quoted(name)} ${timing} EXECUTE FUNCTION ${executed}`;
  const always = parts.isAlways === true ? [`ALTER TABLE ${quoted(table)} ENABLE ALWAYS TRIGGER ${quoted(name)}`] : [];
  return { name, table, plugin, why, sql: [...own, trigger, ...always] };
}
