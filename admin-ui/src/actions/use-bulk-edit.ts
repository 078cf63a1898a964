import { useMemo, useState, type SyntheticEvent } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { isEmptyValue } from '../fields/is-empty-value.js';
import { useText } from '../i18n/use-text.js';
import { bulkFields } from '../lists/bulk-fields.js';
import { useDraft, type Draft, type Values } from '../record/use-draft.js';
import { useSaving, type Saving } from '../record/use-saving.js';

/** The course of an edit of several records: fields are chosen and filled in, then seen, then saved. */
export interface BulkEditing {
  /** With the fields that may be chosen. */
  readonly asked: MetaEntity;
  readonly fields: readonly MetaField[];
  readonly record: ReadonlyMap<string, unknown>;
  readonly errors: ReadonlyMap<string, string>;
  readonly saving: Saving;
  /** What is to change is shown for the last time. */
  readonly isSeen: boolean;
  /** How many are through. */
  readonly done: number;
  readonly set: Draft['set'];
  choose(fields: readonly MetaField[]): void;
  back(): void;
  submit(event: SyntheticEvent): void;
}

/** `apply` throws what all of them find wrong. */
export function useBulkEdit(entity: MetaEntity, isBusy: boolean, apply: (changes: Values, told: (done: number) => void) => Promise<void>): BulkEditing {
  const t = useText();
  const [fields, choose] = useState<readonly MetaField[]>([]);
  const [isSeen, setSeen] = useState(false);
  const [isTried, setTried] = useState(false);
  const [done, setDone] = useState(0);
  const asked = useMemo(() => ({ ...entity, id: `${entity.id} bulk`, fields: [...bulkFields(entity)] }), [entity]);
  const draft = useDraft(asked, noValues, false, null);
  const saving = useSaving();
  const changes = Object.fromEntries(fields.map((field) => [field.name, draft.values[field.name] ?? (field.type === 'boolean' ? false : null)]));
  const missing = fields.filter((field) => field.required && isEmptyValue(changes[field.name]));
  const errors = new Map([
    ...(isTried ? missing.map((field) => [`/${field.name}`, t('bulk.needsValue')] as const) : []),
    ...saving.parts.map((part) => [part.pointer, part.message] as const),
  ]);
  const save = async (): Promise<void> => {
    setDone(0);
    try {
      await apply(changes, (more) => setDone((before) => before + more));
    } catch (error) {
      setSeen(false);
      throw error;
    }
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isBusy || fields.length === 0) return;
    setTried(true);
    if (isSeen) void saving.run(save);
    else setSeen(missing.length === 0);
  };
  const record = new Map<string, unknown>([...Object.entries(draft.values), ...Object.entries(changes)]);
  return { asked, fields, record, errors, saving, isSeen, done, set: draft.set, choose, back: () => setSeen(false), submit };
}

const noValues: Values = {};
