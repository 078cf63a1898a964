import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import type { ReactElement, ReactNode } from 'react';
import { membersOf } from '../api/request.js';
import type { FieldInputProps } from '../inputs/field-input.js';
import type { TextKey } from '../i18n/messages.js';
import { useText } from '../i18n/use-text.js';
import { Labelled } from './labelled.js';

interface PartFieldsProps extends FieldInputProps {
  /** Members of the value, in the order in which they are asked for. */
  readonly parts: readonly { readonly name: string; readonly text: TextKey }[];
  /** Columns of the grid that they lie in. */
  readonly columns: string | Readonly<Record<string, string>>;
  readonly inputMode?: 'text' | 'decimal';
  /** What is kept of what was typed. */
  readonly clean?: (typed: string) => string;
  /** Beside the parts. */
  readonly children?: ReactNode;
}

/** A value of several parts, one text field each; without any part there is no value. */
export function PartFields({ parts, columns, inputMode = 'text', clean, children, ...props }: PartFieldsProps): ReactElement {
  const { field, record, error, disabled, set } = props;
  const t = useText();
  const given = membersOf(record.get(field.name));
  const write = (part: string, typed: string): void => {
    const text = clean === undefined ? typed : clean(typed);
    const next = new Map([...given, [part, text === '' ? null : text]]);
    set(field.name, parts.every(({ name }) => (next.get(name) ?? null) === null) ? null : Object.fromEntries(next));
  };
  return (
    <Labelled {...props}>
      <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: columns, alignItems: 'center' }}>
        {parts.map(({ name, text }) => (
          <TextField
            key={name}
            size="small"
            label={t(text)}
            value={String(given.get(name) ?? '')}
            disabled={disabled === true}
            error={error !== undefined}
            onChange={({ target }) => write(name, target.value)}
            slotProps={{ htmlInput: { inputMode, autoComplete: 'off' } }}
          />
        ))}
        {children}
      </Box>
    </Labelled>
  );
}
