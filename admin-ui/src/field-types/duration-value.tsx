import { useContext, type ReactElement } from 'react';
import { LocaleContext } from '../i18n/use-text.js';
import { formatDuration } from './duration.js';
import type { ShownValue } from './shown-value.js';

/** A length of time as people say it. */
export function DurationValue({ value }: ShownValue): ReactElement {
  const locale = useContext(LocaleContext);
  return <span style={{ whiteSpace: 'nowrap' }}>{formatDuration(Number(value), locale)}</span>;
}
