import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useContext, type ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { formatDate } from '../fields/format.js';
import { LocaleContext } from '../i18n/use-text.js';
import { useEntity } from '../meta/meta-context.js';
import { NamedIcon } from '../theme/named-icon.js';
import type { DueItem } from './due-item.js';
import { TickOff } from './tick-off.js';

/** What is due, one below the other; each leads to its record and may be ticked off. */
export function DueList({ items }: { readonly items: readonly DueItem[] }): ReactElement {
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {items.map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </Box>
  );
}

function Item({ item }: { readonly item: DueItem }): ReactElement | null {
  const locale = useContext(LocaleContext);
  const entity = useEntity(item.entity);
  if (entity === null) return null;
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        px: 1,
        py: 0.5,
        minHeight: 46,
        borderBottom: 1,
        borderColor: 'divider',
        '&:last-of-type': { borderBottom: 0 },
      }}
    >
      <Box sx={{ width: 34, flexShrink: 0, display: 'grid', placeItems: 'center' }}>
        <TickOff entity={entity} item={item} />
      </Box>
      <Box sx={{ flexGrow: 1, minWidth: 0 }}>
        <Link
          component={RouterLink}
          to={`/${entity.path}/${item.id}/show`}
          color="inherit"
          underline="hover"
          sx={{ fontWeight: 500, overflowWrap: 'anywhere', display: 'inline-block' }}
        >
          {item.label ?? entity.label}
        </Link>
        <Typography variant="caption" color="textSecondary" sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
          <NamedIcon name={entity.icon} sx={{ fontSize: 14 }} />
          {entity.label}
        </Typography>
      </Box>
      <Typography variant="body2" color={item.isOverdue ? 'error' : 'textSecondary'} sx={{ whiteSpace: 'nowrap', pr: 1 }}>
        {formatDate(item.due, locale)}
      </Typography>
    </Box>
  );
}
