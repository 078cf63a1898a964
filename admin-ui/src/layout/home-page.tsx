import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { HomeDay } from '../day/home-day.js';
import { useText } from '../i18n/use-text.js';
import { useMeta } from '../meta/meta-context.js';
import { NamedIcon } from '../theme/named-icon.js';
import { PageHeader } from './page-header.js';

/** Where one begins: everything there is, by group. */
export function HomePage(): ReactElement {
  const t = useText();
  const { meta } = useMeta();
  return (
    <>
      <PageHeader title={t('nav.welcome', { name: meta.user.name })} below={t('nav.welcomeHint')} />
      <HomeDay />
      {meta.groups.map((group) => (
        <Box key={group.id} component="section" sx={{ mb: 3 }}>
          <Typography variant="h2" color="textSecondary" sx={{ mb: 1 }}>
            {group.label}
          </Typography>
          <Box sx={{ display: 'grid', gap: 1.25, gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))' }}>
            {meta.entities
              .filter((entity) => entity.group === group.id && entity.menu)
              .map((entity) => (
                <ButtonBase
                  key={entity.id}
                  component={Link}
                  to={`/${entity.path}`}
                  sx={{
                    p: 1.75,
                    gap: 1.5,
                    borderRadius: 2,
                    border: 1,
                    borderColor: 'divider',
                    bgcolor: 'background.paper',
                    justifyContent: 'flex-start',
                    textAlign: 'left',
                    '&:hover, &:focus-visible': { borderColor: 'primary.main' },
                  }}
                >
                  <NamedIcon name={entity.icon} color="primary" />
                  <Typography sx={{ fontWeight: 500 }}>{entity.labelPlural}</Typography>
                </ButtonBase>
              ))}
          </Box>
        </Box>
      ))}
    </>
  );
}
