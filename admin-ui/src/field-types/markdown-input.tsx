import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { useState, type ReactElement } from 'react';
import type { FieldInputProps } from '../inputs/field-input.js';
import { useText } from '../i18n/use-text.js';
import { Labelled } from './labelled.js';
import { MarkdownValue } from './markdown-value.js';

/** Markdown as text, and how it will read. */
export function MarkdownInput(props: FieldInputProps): ReactElement {
  const { entity, field, record, error, disabled, set } = props;
  const t = useText();
  const [shown, show] = useState<'write' | 'read'>('write');
  const value = String(record.get(field.name) ?? '');
  return (
    <Labelled {...props}>
      <Tabs value={shown} onChange={(_, next: 'write' | 'read') => show(next)} sx={{ minHeight: 32, mb: 1, '& .MuiTab-root': { minHeight: 32, py: 0 } }}>
        <Tab value="write" label={t('markdown.write')} />
        <Tab value="read" label={t('markdown.read')} />
      </Tabs>
      {shown === 'write' || entity === null ? (
        <TextField
          fullWidth
          multiline
          minRows={4}
          maxRows={18}
          value={value}
          disabled={disabled === true}
          error={error !== undefined}
          onChange={({ target }) => set(field.name, target.value === '' ? null : target.value)}
          slotProps={{ htmlInput: { 'aria-label': field.label } }}
        />
      ) : (
        <Box sx={{ minHeight: 96, px: 1.5, py: 1, border: 1, borderColor: 'divider', borderRadius: 1 }}>
          <MarkdownValue {...{ entity, field, record, value }} />
        </Box>
      )}
    </Labelled>
  );
}
