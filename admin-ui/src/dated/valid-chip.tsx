import type { ReactElement } from 'react';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { SoftChip } from '../fields/soft-chip.js';
import { useText } from '../i18n/use-text.js';

/** Whether a dated record is valid today, was, or will be. */
export function ValidChip({ entity, record }: { readonly entity: MetaEntity; readonly record: ReadonlyMap<string, unknown> }): ReactElement | null {
  const t = useText();
  if (entity.dated === null) return null;
  const today = localDay(new Date());
  const [from, to] = [record.get(entity.dated.from), record.get(entity.dated.to)];
  if (typeof from !== 'string') return null;
  if (from > today) return <SoftChip label={t('dated.later')} color="blue" />;
  return typeof to === 'string' && to < today ? <SoftChip label={t('dated.ended')} color="grey" /> : <SoftChip label={t('dated.valid')} color="green" />;
}

function localDay(moment: Date): string {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
