import Box from '@mui/material/Box';
import { useState, type ReactElement } from 'react';
import type { FieldInputProps } from '../inputs/field-input.js';
import { Labelled } from './labelled.js';
import { SignaturePad } from './signature-pad.js';
import { SignatureValue } from './signature-value.js';

/** A field to sign in. What was saved cannot be signed again. */
export function SignatureInput(props: FieldInputProps): ReactElement {
  const { entity, field, record, disabled, set } = props;
  const [saved] = useState(record.get('id') === undefined ? null : (record.get(field.name) ?? null));
  return (
    <Labelled {...props}>
      {saved !== null && entity !== null ? (
        <Box>
          <SignatureValue entity={entity} field={field} record={record} value={saved} />
        </Box>
      ) : (
        <SignaturePad
          label={field.label}
          isSigned={(record.get(field.name) ?? null) !== null}
          disabled={disabled === true}
          onSign={(id) => set(field.name, id)}
        />
      )}
    </Labelled>
  );
}
