import Rating from '@mui/material/Rating';
import type { ReactElement } from 'react';
import type { FieldInputProps } from '../inputs/field-input.js';
import { useText } from '../i18n/use-text.js';
import { Labelled } from './labelled.js';

/** Stars to press; pressing the same one again takes them away. */
export function RatingInput(props: FieldInputProps): ReactElement {
  const { field, record, disabled, set } = props;
  const t = useText();
  const best = field.max ?? 5;
  const value = Number(record.get(field.name) ?? 0);
  return (
    <Labelled {...props}>
      <Rating
        name={`rating-${field.name}`}
        value={value === 0 ? null : value}
        max={best}
        disabled={disabled === true}
        getLabelText={(count) => t('rating.of', { count, best })}
        onChange={(_, next) => set(field.name, next)}
      />
    </Labelled>
  );
}
