import { useCallback, useMemo, useState } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import type { Choice } from '../inputs/reference-options.js';
import { useMeta } from '../meta/meta-context.js';
import { companyOf } from './company-of.js';
import { fieldNow } from './field-now.js';
import { useLive } from './use-live.js';

/** A record in a form, in the form of the API. */
export type Values = Readonly<Record<string, unknown>>;

/** What a form works on. */
export interface Draft {
  readonly entity: MetaEntity;
  readonly values: Values;
  readonly isDirty: boolean;
  /** Raised when all values are replaced: inputs that hold something of their own begin anew then. */
  readonly revision: number;
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

/** The values of a form with live formulas; a reference that is chosen fills in what is fetched through it. `about` is the record that it asks about, where it is no form of a record. */
export function useDraft(entity: MetaEntity, initial: Values, isNew: boolean, about?: ReadonlyMap<string, unknown> | null): Draft {
  const { entities, meta } = useMeta();
  const live = useLive();
  const [typed, setTyped] = useState<Values>(initial);
  const [isDirty, setDirty] = useState(false);
  const [revision, setRevision] = useState(0);
  const record = about === undefined ? typed : about === null ? null : Object.fromEntries(about);
  const company = record === null ? undefined : companyOf(entity, record, meta.user.companyIds);
  const started = useCallback((from: Values) => (live === null || !isNew ? from : live.started(entity, from, company)), [live, entity, isNew, company]);
  const values = useMemo(() => (live === null ? typed : live.computed(entity, started(typed), company)), [live, entity, typed, started, company]);
  const now = useCallback<Draft['now']>((of, field, from) => fieldNow(live, of, field, from, company), [live, company]);
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
    setRevision((before) => before + 1);
  }, []);
  return { entity, values, isDirty, revision, entities, now, set, setLines, suggest, replace };
}

/** The label of what was chosen, and what is fetched through it. Lines say which document they belong to. */
export function withChoice(
  entity: MetaEntity,
  values: Values,
  name: string,
  choice: Choice | null | undefined,
  document: Pick<Draft, 'entity' | 'values'> = { entity, values },
): Values {
  if (choice === undefined) return values;
  const labels = { ...Object.fromEntries(membersOf(values['_labels'])), [name]: choice?.label ?? null };
  const next: Record<string, unknown> = { ...values, ...ownerBehind(entity, name, choice), _labels: labels };
  for (const field of entity.fields) {
    // What was never there is looked up; what is emptied stays so.
    if (looksUpBy(field, name)) next[field.name] = undefined;
    const source = sourceIn(field, name);
    if (source === null) continue;
    // Only what lies in the chosen record itself; what lies further off, or is to be converted, the server fills in.
    const value = isForeignAmount(field, entity, document) ? undefined : choice?.record.get(source);
    next[field.name] = value ?? null;
    labels[field.name] = value === undefined ? null : membersOf(choice?.record.get('_labels')).get(source);
  }
  return next;
}

/** The record itself where it says to which company that of the form belongs. */
function ownerBehind({ company }: MetaEntity, name: string, choice: Choice | null): Values {
  return company?.startsWith(`${name}.`) === true ? { [`_${name}`]: choice === null ? null : Object.fromEntries(choice.record) } : {};
}

/** The rest of the path by which the field is fetched through the reference; null where it is not. */
function sourceIn({ fetch }: MetaField, reference: string): string | null {
  return fetch?.startsWith(`${reference}.`) === true ? fetch.slice(reference.length + 1) : null;
}

/** Whether it is looked up anew when this is chosen: what is valid on a day, for which the form asks, or a price of which this is the unit. */
function looksUpBy({ fetch, fetchDated, per }: MetaField, name: string): boolean {
  const isPrice = per === name && (fetch !== undefined || fetchDated !== undefined);
  return isPrice || (fetchDated !== undefined && Object.values(fetchDated.by).includes(name));
}

/** Amounts of a document in another currency than that of the company: the server converts what is fetched into them. */
export function isForeignAmount({ type, unit }: MetaField, of: MetaEntity, { entity, values }: Pick<Draft, 'entity' | 'values'>): boolean {
  const { exchange } = entity;
  if (type !== 'money' || exchange === undefined || unit !== `${of === entity ? '' : 'parent.'}${exchange.currency}`) return false;
  const [own, ofCompany] = [values[exchange.currency], values[exchange.companyCurrency]];
  return typeof own === 'string' && typeof ofCompany === 'string' && own !== ofCompany;
}

/** The lines in a field; none where there is nothing. */
export function linesOf(value: unknown): readonly Values[] {
  return Array.isArray(value) ? value.filter((line: unknown): line is Values => typeof line === 'object' && line !== null) : [];
}
