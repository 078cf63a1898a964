import Rating from '@mui/material/Rating';
import type { ReactElement } from 'react';
import { useText } from '../i18n/use-text.js';
import type { ShownValue } from './shown-value.js';

/** Stars out of the best rating. */
export function RatingValue({ value, field }: ShownValue): ReactElement {
  const t = useText();
  const best = field.max ?? 5;
  return (
    <Rating readOnly size="small" value={Number(value)} max={best} getLabelText={(count) => t('rating.of', { count, best })} sx={{ verticalAlign: 'middle' }} />
  );
}
