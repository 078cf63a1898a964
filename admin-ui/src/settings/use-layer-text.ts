import { useCallback, useContext } from 'react';
import type { MetaField } from '../../../schemas/generated/types.js';
import { formatDate, formatInstant, formatNumber } from '../fields/format.js';
import { isNumber } from '../fields/is-number.js';
import { LocaleContext, useText, type Locale } from '../i18n/use-text.js';
import type { Layer } from './effective.js';

/** Says the value of a setting in one word where only text has room; a dash for nothing. */
export function useLayerText(): (field: MetaField, layer: Layer | undefined) => string {
  const t = useText();
  const locale = useContext(LocaleContext);
  return useCallback(
    (field, layer) => {
      if (layer?.isHidden === true) return t('setting.hidden');
      const value = layer?.value ?? null;
      if (value === null) return t('record.empty');
      if (typeof value === 'boolean') return t(value ? 'record.yes' : 'record.no');
      return layer?.label ?? textOf(field, value, locale);
    },
    [t, locale],
  );
}

function textOf(field: MetaField, value: unknown, locale: Locale): string {
  if (isNumber(field)) return `${formatNumber(String(value), field, locale)}${field.type === 'percent' ? ' %' : ''}`;
  if (field.type === 'date') return formatDate(String(value), locale);
  if (field.type === 'datetime') return formatInstant(String(value), locale);
  if (typeof value === 'object') return '…';
  return field.options?.find((option) => option.value === value)?.label ?? String(value);
}
