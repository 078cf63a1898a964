import { useState } from 'react';
import { messageOf } from '../api/message-of.js';
import { ApiProblem, type ProblemPart } from '../api/request.js';
import { useText } from '../i18n/use-text.js';

/** The course of a save. */
export interface Saving {
  readonly isSaving: boolean;
  readonly message: string | null;
  readonly parts: readonly ProblemPart[];
  run(work: () => Promise<void>): Promise<void>;
}

/** Runs a save once at a time and keeps what the server found wrong. */
export function useSaving(): Saving {
  const t = useText();
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const parts = error instanceof ApiProblem ? error.parts : [];
  const run = async (work: () => Promise<void>): Promise<void> => {
    if (isSaving) return;
    setSaving(true);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(failure);
    }
    setSaving(false);
  };
  const message = error === null ? null : parts.length > 0 ? t('record.wrong') : messageOf(error, t);
  return { isSaving, message, parts, run };
}
