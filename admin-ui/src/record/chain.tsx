import ArrowForward from '@mui/icons-material/ArrowForward';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf, request } from '../api/request.js';
import { SoftChip } from '../fields/soft-chip.js';
import { useText } from '../i18n/use-text.js';
import { useEntity } from '../meta/meta-context.js';

interface ChainProps {
  readonly entity: MetaEntity;
  readonly record: ReadonlyMap<string, unknown>;
}

/** What a record came of and what came of it, from left to right; nothing where it stands alone. */
export function Chain({ entity, record }: ChainProps): ReactElement | null {
  const t = useText();
  const id = String(record.get('id'));
  const { data } = useQuery({
    queryKey: ['chain', entity.path, id],
    queryFn: async () => (await request('GET', `/${entity.path}/${id}/chain`)).json,
  });
  const links = Array.isArray(data) ? data.map(membersOf) : [];
  if (links.length === 0) return null;
  const own = new Map<string, unknown>([...record, ['entity', entity.id], ['entityLabel', entity.label], ['label', record.get('_label')], ['distance', 0]]);
  const all = [...links, own];
  const distances = [...new Set(all.map((link) => Number(link.get('distance'))))].sort((one, other) => one - other);
  return (
    <Box
      component="nav"
      aria-label={t('chain.title')}
      sx={{ display: 'flex', flexDirection: { xs: 'column', sm: 'row' }, flexWrap: 'wrap', alignItems: { xs: 'stretch', sm: 'center' }, gap: 1, mb: 2 }}
    >
      {distances.map((distance, index) => (
        <Box key={distance} sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
          {index === 0 ? null : (
            <ArrowForward aria-hidden sx={{ fontSize: 18, color: 'text.secondary', flexShrink: 0, transform: { xs: 'rotate(90deg)', sm: 'none' } }} />
          )}
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 0.75, flexGrow: 1 }}>
            {all
              .filter((link) => link.get('distance') === distance)
              .map((link) => (
                <li key={String(link.get('id'))}>
                  <Place link={link} isHere={distance === 0} />
                </li>
              ))}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function Place({ link, isHere }: { readonly link: ReadonlyMap<string, unknown>; readonly isHere: boolean }): ReactElement {
  const entity = useEntity(String(link.get('entity')));
  const state = entity?.states.find(({ name }) => name === link.get('state'));
  const content = (
    <>
      <span>
        <Typography variant="caption" color="textSecondary" component="span" sx={{ display: 'block', lineHeight: 1.3 }}>
          {String(link.get('entityLabel'))}
        </Typography>
        <Typography variant="body2" component="span" sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
          {String(link.get('label'))}
        </Typography>
      </span>
      {state === undefined ? null : <SoftChip label={state.label} color={state.color} />}
    </>
  );
  const look = {
    display: 'flex',
    width: '100%',
    justifyContent: 'space-between',
    gap: 1.5,
    px: 1.5,
    py: 0.75,
    border: 1,
    borderRadius: 2,
    textAlign: 'left',
  } as const;
  if (entity === null || isHere)
    return (
      <Box
        aria-current={isHere ? 'page' : undefined}
        sx={{ ...look, alignItems: 'center', borderColor: isHere ? 'primary.main' : 'divider', bgcolor: 'background.paper' }}
      >
        {content}
      </Box>
    );
  return (
    <ButtonBase
      component={Link}
      to={`/${entity.path}/${String(link.get('id'))}/show`}
      sx={{ ...look, borderColor: 'divider', bgcolor: 'background.paper', '&:hover, &:focus-visible': { borderColor: 'primary.main' } }}
    >
      {content}
    </ButtonBase>
  );
}
