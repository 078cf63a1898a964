import { useEffect, type ReactElement } from 'react';
import { useBlocker } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';
import { Ask } from '../layout/ask.js';

/** Asks before what was typed is lost. */
export function UnsavedGuard({ isDirty }: { readonly isDirty: boolean }): ReactElement | null {
  const t = useText();
  const blocker = useBlocker(isDirty);
  useEffect(() => {
    if (!isDirty) return undefined;
    const leaving = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', leaving);
    return () => window.removeEventListener('beforeunload', leaving);
  }, [isDirty]);
  if (blocker.state !== 'blocked') return null;
  return <Ask isOpen text={t('record.unsaved')} yes={t('record.leave')} no={t('record.stay')} onYes={() => blocker.proceed()} onNo={() => blocker.reset()} />;
}
