import { useCallback, useEffect, useMemo, useState } from 'react';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import type { Choice } from '../inputs/reference-options.js';
import { useMeta } from '../meta/meta-context.js';
import type { LiveValues } from './live-values.js';

/** A record in a form, in the form of the API. */
export type Values = Readonly<Record<string, unknown>>;

/** What a form works on. */
export interface Draft {
  readonly values: Values;
  readonly isDirty: boolean;
  set(name: string, value: unknown, choice?: Choice | null): void;
  setLines(name: string, change: (lines: readonly Values[]) => readonly Values[]): void;
  /** Sets a reference that nobody typed; what is there already stays. */
  suggest(name: string, choice: Choice): void;
  replace(values: Values): void;
}

/** The values of a form with live formulas; a reference that is chosen fills in what is fetched through it. */
export function useDraft(entity: MetaEntity, initial: Values, isNew: boolean): Draft {
  const { meta, entities } = useMeta();
  const [live, setLive] = useState<LiveValues | null>(null);
  const [typed, setTyped] = useState<Values>(initial);
  const [isDirty, setDirty] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    // The engine of expressions is a chunk of its own, wanted by forms alone.
    void import('./live-values.js').then((module) => {
      if (!isCurrent) return;
      const engine = new module.LiveValues(meta, entities);
      setLive(engine);
      if (isNew) setTyped((old) => ({ ...engine.defaults(entity), ...old }));
    });
    return () => {
      isCurrent = false;
    };
  }, [meta, entities, entity, isNew]);
  const values = useMemo(() => (live === null ? typed : live.computed(entity, typed)), [live, entity, typed]);
  const set = useCallback<Draft['set']>(
    (name, value, choice) => {
      setDirty(true);
      setTyped((old) => withChoice(entity, { ...old, [name]: value }, name, choice));
    },
    [entity],
  );
  const setLines = useCallback<Draft['setLines']>((name, change) => {
    setDirty(true);
    setTyped((old) => ({ ...old, [name]: change(linesOf(old[name])) }));
  }, []);
  const suggest = useCallback<Draft['suggest']>(
    (name, choice) => setTyped((old) => (typeof old[name] === 'string' ? old : withChoice(entity, { ...old, [name]: choice.id }, name, choice))),
    [entity],
  );
  const replace = useCallback((next: Values) => {
    setTyped(next);
    setDirty(false);
  }, []);
  return { values, isDirty, set, setLines, suggest, replace };
}

/** The label of what was chosen, and what is fetched through it. */
export function withChoice(entity: MetaEntity, values: Values, name: string, choice: Choice | null | undefined): Values {
  if (choice === undefined) return values;
  const labels = { ...Object.fromEntries(membersOf(values['_labels'])), [name]: choice?.label ?? null };
  const next: Record<string, unknown> = { ...values, _labels: labels };
  for (const field of entity.fields) {
    const path = field.fetch?.split('.') ?? [];
    const source = path[1];
    if (path[0] !== name || source === undefined) continue;
    // Only what lies in the chosen record itself; what lies further off the server fills in.
    const value = path.length === 2 ? choice?.record.get(source) : undefined;
    next[field.name] = value ?? null;
    labels[field.name] = value === undefined ? null : membersOf(choice?.record.get('_labels')).get(source);
  }
  return next;
}

/** The lines in a field; none where there is nothing. */
export function linesOf(value: unknown): readonly Values[] {
  return Array.isArray(value) ? value.filter((line: unknown): line is Values => typeof line === 'object' && line !== null) : [];
}
