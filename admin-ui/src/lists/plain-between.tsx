import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { inputs } from '../field-types/inputs.js';
import { useText } from '../i18n/use-text.js';

interface PlainBetweenProps {
  readonly entity: MetaEntity;
  readonly field: MetaField;
  readonly filter: Readonly<Record<string, unknown>>;
  set(name: string, value: unknown): void;
}

/** From and to, each entered as the field itself is. */
export function PlainBetween({ entity, field, filter, set }: PlainBetweenProps): ReactElement | null {
  const t = useText();
  const Input = inputs[field.type];
  if (Input === undefined) return null;
  const bound = (operator: 'gte' | 'lte'): ReactElement => {
    const name = `${field.name}_${operator}`;
    return (
      <Input
        entity={entity}
        field={{ ...field, name, required: false, help: null, label: `${field.label}: ${t(`op.${operator}`)}` }}
        record={new Map([[name, filter[name]]])}
        set={set}
      />
    );
  };
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1.5 }}>
      {bound('gte')}
      {bound('lte')}
    </Box>
  );
}
