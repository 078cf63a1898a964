import type { ReactElement } from 'react';
import { useText } from '../i18n/use-text.js';
import { PageHeader } from './page-header.js';

/** For addresses that are none. */
export function NotFoundPage(): ReactElement {
  const t = useText();
  return <PageHeader title={t('error.noPage')} below={t('error.noPageHint')} />;
}
