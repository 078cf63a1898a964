import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { FieldValue } from '../fields/field-value.js';
import { isEmptyValue } from '../fields/is-empty-value.js';
import { useText } from '../i18n/use-text.js';
import type { BulkEditing } from './use-bulk-edit.js';

/** What becomes of the fields of several records. */
export function BulkEditSummary({ editing, count }: { readonly editing: BulkEditing; readonly count: number }): ReactElement {
  const t = useText();
  const { asked, fields, record } = editing;
  return (
    <>
      <Typography>{t('bulk.summary', { count })}</Typography>
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 3fr)', columnGap: 2, rowGap: 1, alignItems: 'baseline' }}>
        {fields.map((field) => (
          <Box key={field.name} sx={{ display: 'contents' }}>
            <Typography component="dt" variant="body2" color="textSecondary">
              {field.label}
            </Typography>
            <Box component="dd" sx={{ m: 0, fontWeight: 500, minWidth: 0, overflowWrap: 'anywhere' }}>
              {isEmptyValue(record.get(field.name)) ? <em>{t('bulk.emptied')}</em> : <FieldValue entity={asked} field={field} record={record} />}
            </Box>
          </Box>
        ))}
      </Box>
      <Typography variant="body2" color="textSecondary">
        {t('bulk.each')}
      </Typography>
    </>
  );
}
