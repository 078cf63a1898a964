import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { membersOf } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { useMeta } from '../meta/meta-context.js';
import { pointerIn } from './pointer.js';
import type { ShownValue } from './shown-value.js';

/** How the record is called, with its kind; a link to it where it is seen. */
export function AnyReferenceValue({ value, field, record, isDense }: ShownValue): ReactElement | null {
  const t = useText();
  const { entities } = useMeta();
  const pointer = pointerIn(value);
  if (pointer === null) return null;
  const target = entities.get(pointer.entity);
  const label = membersOf(record.get('_labels')).get(field.name);
  const isSeen = typeof label === 'string' && target !== undefined;
  const name = isSeen ? label : t('record.none');
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'baseline', gap: 0.75, flexWrap: 'wrap' }}>
      {isSeen && isDense !== true ? (
        <Link component={RouterLink} to={`/${target.path}/${pointer.id}/show`}>
          {name}
        </Link>
      ) : (
        <span>{name}</span>
      )}
      {target === undefined ? null : (
        <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.85em' }}>
          {target.label}
        </Box>
      )}
    </Box>
  );
}
