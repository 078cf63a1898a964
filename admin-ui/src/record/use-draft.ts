import { useCallback, useMemo, useState } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import type { Choice } from '../inputs/reference-options.js';
import { useMeta } from '../meta/meta-context.js';
import { fieldNow } from './field-now.js';
import { useLive } from './use-live.js';

/** A record in a form, in the form of the API. */
export type Values = Readonly<Record<string, unknown>>;

/** What a form works on. */
export interface Draft {
  readonly values: Values;
  readonly isDirty: boolean;
  /** By id: the entities of its lines among them. */
  readonly entities: ReadonlyMap<string, MetaEntity>;
  /** A field of the record, or of one of its lines, as it is with these values; null while it is out of sight. */
  now(entity: MetaEntity, field: MetaField, values: Values): MetaField | null;
  set(name: string, value: unknown, choice?: Choice | null): void;
  setLines(name: string, change: (lines: readonly Values[]) => readonly Values[]): void;
  /** Sets a reference that nobody typed; what is there already stays. */
  suggest(name: string, choice: Choice): void;
  replace(values: Values): void;
}

/** The values of a form with live formulas; a reference that is chosen fills in what is fetched through it. */
export function useDraft(entity: MetaEntity, initial: Values, isNew: boolean): Draft {
  const { entities } = useMeta();
  const live = useLive();
  const [typed, setTyped] = useState<Values>(initial);
  const [isDirty, setDirty] = useState(false);
  const started = useCallback((from: Values) => (live === null || !isNew ? from : live.started(entity, from)), [live, entity, isNew]);
  const values = useMemo(() => (live === null ? typed : live.computed(entity, started(typed))), [live, entity, typed, started]);
  const now = useCallback<Draft['now']>((of, field, from) => fieldNow(live, of, field, from), [live]);
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
    (name, choice) => setTyped((old) => (typeof started(old)[name] === 'string' ? old : withChoice(entity, { ...old, [name]: choice.id }, name, choice))),
    [entity, started],
  );
  const replace = useCallback((next: Values) => {
    setTyped(next);
    setDirty(false);
  }, []);
  return { values, isDirty, entities, now, set, setLines, suggest, replace };
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
