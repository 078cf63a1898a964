import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import { BackLink } from '../record/back-link.js';

/** The way back to the list, through the records above. */
export function TreePath({ entity, record }: { readonly entity: MetaEntity; readonly record: ReadonlyMap<string, unknown> }): ReactElement {
  const path = record.get('_path');
  const above = Array.isArray(path) ? path.map((one: unknown) => membersOf(one)) : [];
  return (
    <Box
      component="nav"
      aria-label={entity.labelPlural}
      sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 0.75, color: 'text.secondary', fontSize: '0.875rem' }}
    >
      <BackLink entity={entity} />
      {above.map((one) => (
        <Box component="span" key={String(one.get('id'))} sx={{ minWidth: 0 }}>
          {'› '}
          <Link
            component={RouterLink}
            to={`/${entity.path}/${String(one.get('id'))}/show`}
            variant="body2"
            color="textSecondary"
            underline="hover"
            sx={{ overflowWrap: 'anywhere' }}
          >
            {String(one.get('_label') ?? '—')}
          </Link>
        </Box>
      ))}
    </Box>
  );
}
