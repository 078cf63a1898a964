import Box from '@mui/material/Box';
import { useContext, type ReactElement } from 'react';
import { formatInstant } from '../fields/format.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import { knownFiles } from './known-files.js';
import type { ShownValue } from './shown-value.js';

/** A signature on paper-white, whatever the look of the screens, with who signed and when. */
export function SignatureValue({ entity, field, record, isDense }: ShownValue): ReactElement {
  const t = useText();
  const locale = useContext(LocaleContext);
  const [signed] = knownFiles(record, field.name);
  const told = signed === undefined ? t('signature.there') : t('signature.by', { name: signed.by ?? '', at: formatInstant(signed.at, locale) });
  if (isDense === true || signed === undefined) return <span>{told}</span>;
  const source = `/api/${entity.path}/${String(record.get('id'))}/files/${field.name}`;
  return (
    <Box component="figure" sx={{ m: 0 }}>
      <Box
        component="img"
        src={source}
        alt={told}
        sx={{ display: 'block', height: 96, maxWidth: '100%', objectFit: 'contain', borderRadius: 1, bgcolor: '#ffffff', border: 1, borderColor: 'divider' }}
      />
      <Box component="figcaption" sx={{ mt: 0.5, color: 'text.secondary', fontSize: '0.85em' }}>
        {told}
      </Box>
    </Box>
  );
}
