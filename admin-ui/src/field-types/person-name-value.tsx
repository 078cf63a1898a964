import { useContext, type ReactElement } from 'react';
import { callName } from '../../../core/definitions/expressions/call-name.js';
import { membersOf } from '../api/request.js';
import { LocaleContext } from '../i18n/use-text.js';
import type { ShownValue } from './shown-value.js';

/** A person as they are called in the user's language. */
export function PersonNameValue({ value }: ShownValue): ReactElement {
  const locale = useContext(LocaleContext);
  const parts = membersOf(value);
  return <span>{callName((name) => parts.get(name), locale)}</span>;
}
