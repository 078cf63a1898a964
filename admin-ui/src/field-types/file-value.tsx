import AttachFileOutlined from '@mui/icons-material/AttachFileOutlined';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useContext, type ReactElement } from 'react';
import { LocaleContext } from '../i18n/use-text.js';
import type { Locale } from '../../../core/kernel/locale.js';
import { idsIn, knownFiles } from './known-files.js';
import type { ShownValue } from './shown-value.js';

/** Attached files by their names; on the record's page each is fetched by pressing it. */
export function FileValue({ value, entity, field, record, isDense }: ShownValue): ReactElement | null {
  const locale = useContext(LocaleContext);
  const files = knownFiles(record, field.name);
  const [first] = files;
  if (isDense === true || first === undefined) {
    const count = idsIn(value).length;
    return count === 0 ? null : <Short name={first?.name ?? ''} count={count} />;
  }
  const base = `/api/${entity.path}/${String(record.get('id'))}/files/${field.name}`;
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {files.map(({ id, name, bytes }) => (
        <Box component="li" key={id} sx={{ display: 'flex', alignItems: 'baseline', gap: 0.75, flexWrap: 'wrap' }}>
          <Link href={field.type === 'files' ? `${base}.${id}` : base} download={name} sx={{ overflowWrap: 'anywhere' }}>
            {name}
          </Link>
          <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.85em', whiteSpace: 'nowrap' }}>
            {sizeOf(bytes, locale)}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function Short({ name, count }: { readonly name: string; readonly count: number }): ReactElement {
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, maxWidth: 220 }}>
      <AttachFileOutlined sx={{ fontSize: 16, color: 'text.secondary' }} />
      <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
        {name === '' ? count : name}
      </Box>
      {name !== '' && count > 1 ? <span>+{count - 1}</span> : null}
    </Box>
  );
}

/** In the unit that people read. */
function sizeOf(bytes: number, locale: Locale): string {
  const [size, unit] = bytes < 1_048_576 ? [Math.max(bytes / 1024, 0.1), 'kB'] : [bytes / 1_048_576, 'MB'];
  return `${size.toLocaleString(locale, { maximumFractionDigits: size < 10 ? 1 : 0 })} ${unit}`;
}
