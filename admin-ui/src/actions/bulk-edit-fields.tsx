import CloseOutlined from '@mui/icons-material/CloseOutlined';
import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useEffect, useRef, type ReactElement } from 'react';
import type { MetaField } from '../../../schemas/generated/types.js';
import { useText } from '../i18n/use-text.js';
import { FieldInput } from '../inputs/field-input.js';
import type { BulkEditing } from './use-bulk-edit.js';

/** The fields that are to change, with their inputs, and a choice of further ones. */
export function BulkEditFields({ editing }: { readonly editing: BulkEditing }): ReactElement {
  const t = useText();
  const { asked, fields, record, errors, set, choose } = editing;
  const left = asked.fields.filter(({ name }) => !fields.some((field) => field.name === name));
  const newest = useFocusOn(fields);
  return (
    <>
      <Typography variant="body2" color="textSecondary">
        {t('bulk.hint')}
      </Typography>
      {fields.map((field, index) => (
        <Box key={field.name} ref={index === fields.length - 1 ? newest : null} sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) auto', gap: 1 }}>
          <FieldInput entity={asked} field={field} record={record} error={errors.get(`/${field.name}`)} set={set} />
          <IconButton
            aria-label={t('bulk.leave', { name: field.label })}
            title={t('bulk.leave', { name: field.label })}
            onClick={() => choose(fields.filter((one) => one !== field))}
            sx={{ alignSelf: 'start' }}
          >
            <CloseOutlined fontSize="small" />
          </IconButton>
        </Box>
      ))}
      {left.length === 0 ? null : (
        <Autocomplete
          key={fields.length}
          size="small"
          options={left}
          value={null}
          getOptionLabel={({ label }) => label}
          getOptionKey={({ name }) => name}
          noOptionsText={t('input.noMatch')}
          onChange={(_, field) => field !== null && choose([...fields, field])}
          renderInput={(props) => <TextField {...props} label={t('bulk.choose')} autoFocus={fields.length === 0} />}
        />
      )}
    </>
  );
}

/** Who chose a field goes on with its value. */
function useFocusOn({ length }: readonly MetaField[]): React.RefObject<HTMLDivElement | null> {
  const newest = useRef<HTMLDivElement>(null);
  const before = useRef(length);
  useEffect(() => {
    if (length > before.current) newest.current?.querySelector<HTMLElement>('input, textarea, [role="combobox"], [contenteditable="true"]')?.focus();
    before.current = length;
  }, [length]);
  return newest;
}
