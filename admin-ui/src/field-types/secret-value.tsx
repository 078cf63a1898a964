import type { ReactElement } from 'react';
import { SoftChip } from '../fields/soft-chip.js';
import { useText } from '../i18n/use-text.js';

/** That there is a secret; more is never said. */
export function SecretValue(): ReactElement {
  const t = useText();
  return <SoftChip label={t('secret.set')} color="green" />;
}
