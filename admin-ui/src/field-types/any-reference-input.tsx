import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState, type ReactElement } from 'react';
import type { MetaField } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import type { FieldInputProps } from '../inputs/field-input.js';
import { ReferenceInput } from '../inputs/reference-input.js';
import { useText } from '../i18n/use-text.js';
import { useMeta } from '../meta/meta-context.js';
import { Labelled } from './labelled.js';
import { pointerIn } from './pointer.js';

/** A record of any of several kinds: first the kind, then the record. */
export function AnyReferenceInput(props: FieldInputProps): ReactElement {
  const { field, record, error, disabled, set } = props;
  const t = useText();
  const { entities } = useMeta();
  const kinds = (field.targets ?? []).flatMap((id) => entities.get(id) ?? []);
  const pointer = pointerIn(record.get(field.name));
  const [chosen, choose] = useState<string | null>(null);
  const kind = pointer?.entity ?? chosen ?? (kinds.length === 1 ? (kinds[0]?.id ?? '') : '');
  const [known] = useState(() => labelIn(record, field.name));
  const one: MetaField = { ...field, type: 'reference', target: kind, required: false };
  return (
    <Labelled {...props}>
      <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: { xs: '1fr', sm: 'minmax(0, 2fr) minmax(0, 3fr)' } }}>
        <TextField
          select
          size="small"
          label={t('any.kind')}
          value={kinds.some(({ id }) => id === kind) ? kind : ''}
          disabled={disabled === true}
          onChange={({ target }) => {
            choose(target.value);
            set(field.name, null);
          }}
        >
          {kinds.map(({ id, label: name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
        <ReferenceInput
          key={kind}
          label={t('any.record')}
          field={one}
          value={pointer?.id ?? null}
          knownLabel={known.value === record.get(field.name) ? known.label : null}
          error={error === undefined ? undefined : ''}
          disabled={disabled === true || kind === ''}
          onChange={(choice) => {
            choose(kind);
            set(field.name, choice === null ? null : `${kind}/${choice.id}`);
          }}
        />
      </Box>
    </Labelled>
  );
}

/** How the record is called that the field pointed to when the form was opened. */
function labelIn(record: ReadonlyMap<string, unknown>, name: string): { readonly value: unknown; readonly label: string | null } {
  const label = membersOf(record.get('_labels')).get(name);
  return { value: record.get(name), label: typeof label === 'string' ? label : null };
}
