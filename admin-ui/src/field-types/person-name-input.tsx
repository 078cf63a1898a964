import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { useContext, type ReactElement } from 'react';
import { nameOrders } from '../../../core/definitions/expressions/call-name.js';
import { membersOf } from '../api/request.js';
import type { FieldInputProps } from '../inputs/field-input.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import { Labelled } from './labelled.js';

/** The parts of a name in the order in which the user's language says them. */
export function PersonNameInput(props: FieldInputProps): ReactElement {
  const { field, record, disabled, set } = props;
  const t = useText();
  const locale = useContext(LocaleContext);
  const given = membersOf(record.get(field.name));
  const write = (part: string, text: string): void => {
    const next = Object.fromEntries([...given, [part, text === '' ? null : text]]);
    set(field.name, Object.values(next).every((one) => one === null) ? null : next);
  };
  return (
    <Labelled {...props}>
      <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: { xs: '1fr', sm: 'repeat(3, minmax(0, 1fr))' } }}>
        {nameOrders[locale].map((part) => (
          <TextField
            key={part}
            size="small"
            label={t(`name.${part}`)}
            value={String(given.get(part) ?? '')}
            disabled={disabled === true}
            onChange={({ target }) => write(part, target.value)}
            slotProps={{ htmlInput: { autoComplete: 'off' } }}
          />
        ))}
      </Box>
    </Labelled>
  );
}
