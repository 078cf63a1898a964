import type { Say } from '../i18n/use-text.js';
import { ApiProblem } from './request.js';

/** What to tell the user of anything that was thrown. */
export function messageOf(error: unknown, t: Say): string {
  if (error instanceof ApiProblem) return [error.message, ...error.parts.filter(({ pointer }) => pointer === '').map(({ message }) => message)].join(' ');
  return error instanceof TypeError ? t('error.offline') : error instanceof Error ? error.message : String(error);
}
