import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useContext, type ReactElement } from 'react';
import type { MetaField, MetaTransition } from '../../../schemas/generated/types.js';
import { formatNumber } from '../fields/format.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import { NumberInput } from '../inputs/number-input.js';
import { fieldOf, useEntity } from '../meta/meta-context.js';
import type { TakenLine } from './use-taken.js';

interface TakeLinesProps {
  readonly transition: MetaTransition;
  readonly lines: readonly TakenLine[];
  /** What the server says of a line, by pointer. */
  readonly errors: ReadonlyMap<string, string>;
  set(line: string, quantity: string | null): void;
}

/** How much of each open line is wanted: all that is open, unless less is entered. */
export function TakeLines({ transition, lines, errors, set }: TakeLinesProps): ReactElement | null {
  const t = useText();
  const locale = useContext(LocaleContext);
  const field = fieldOf(useEntity(transition.quantity?.entity), transition.quantity?.field ?? '');
  if (field === null) return null;
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5 }}>
      {lines.map(({ line, label, open, unit, quantity }, index) => (
        <Box component="li" key={line} sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 156px', gap: 1.5, alignItems: 'center' }}>
          <Box sx={{ minWidth: 0 }}>
            <Typography variant="body2" sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
              {label ?? `${index + 1}`}
            </Typography>
            <Typography variant="caption" color="textSecondary">
              {t('action.openQuantity', { quantity: `${formatNumber(open, field, locale)} ${unit}`.trim() })}
            </Typography>
          </Box>
          <Quantity
            field={field}
            label={label ?? `${index + 1}`}
            value={quantity}
            unit={unit}
            error={errors.get(`/lines/${index}/quantity`)}
            onChange={(next) => set(line, next)}
          />
        </Box>
      ))}
    </Box>
  );
}

interface QuantityProps {
  readonly field: MetaField;
  readonly label: string;
  readonly value: string | null;
  readonly unit: string;
  readonly error: string | undefined;
  onChange(next: string | null): void;
}

function Quantity({ field, label, value, unit, error, onChange }: QuantityProps): ReactElement {
  return <NumberInput ariaLabel={`${field.label}: ${label}`} {...{ field, error, value, unit, onChange }} />;
}
