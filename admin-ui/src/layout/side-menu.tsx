import HomeOutlined from '@mui/icons-material/HomeOutlined';
import Box from '@mui/material/Box';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import Typography from '@mui/material/Typography';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';
import { useMeta } from '../meta/meta-context.js';
import { NamedIcon } from '../theme/named-icon.js';

/** Everything that the user may open, in the groups of the plugins. */
export function SideMenu({ onChosen }: { readonly onChosen: () => void }): ReactElement {
  const t = useText();
  const { meta } = useMeta();
  const { pathname } = useLocation();
  const menu = useRef<HTMLElement>(null);
  // Where one is may be further down than the menu shows.
  useEffect(() => {
    menu.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
  }, [pathname]);
  const item = (to: string, label: string, icon: ReactNode, isHere: boolean): ReactElement => (
    <ListItem key={to} disablePadding>
      <ListItemButton component={Link} to={to} selected={isHere} aria-current={isHere ? 'page' : undefined} onClick={onChosen} sx={{ py: 0.6, px: 1.25 }}>
        <ListItemIcon sx={{ minWidth: 32, color: isHere ? 'primary.main' : 'text.secondary' }}>{icon}</ListItemIcon>
        <ListItemText primary={label} slotProps={{ primary: { sx: { fontSize: '0.8438rem', fontWeight: isHere ? 600 : 400 } } }} />
      </ListItemButton>
    </ListItem>
  );
  return (
    <Box component="nav" ref={menu} aria-label={t('nav.menu')} sx={{ px: 1.25, py: 1.5, overflowY: 'auto', flexGrow: 1 }}>
      <List disablePadding>
        {item('/', t('nav.home'), <HomeOutlined fontSize="small" />, pathname === '/')}
        {item('/my-day', t('day.title'), <NamedIcon name="task" />, pathname === '/my-day')}
      </List>
      {meta.groups.map((group) => (
        <Box key={group.id} sx={{ mt: 1.75 }}>
          <Typography variant="caption" color="textSecondary" sx={{ px: 1.25, fontWeight: 600, display: 'block', mb: 0.25 }}>
            {group.label}
          </Typography>
          <List disablePadding>
            {meta.entities
              .filter((entity) => entity.group === group.id && entity.menu)
              .map((entity) =>
                item(
                  `/${entity.path}`,
                  entity.labelPlural,
                  <NamedIcon name={entity.icon} />,
                  pathname === `/${entity.path}` || pathname.startsWith(`/${entity.path}/`),
                ),
              )}
          </List>
        </Box>
      ))}
      {meta.user.isAdministrator ? (
        <Box sx={{ mt: 1.75 }}>
          <Typography variant="caption" color="textSecondary" sx={{ px: 1.25, fontWeight: 600, display: 'block', mb: 0.25 }}>
            {t('auto.group')}
          </Typography>
          <List disablePadding>
            {item('/workflows', t('auto.workflows'), <NamedIcon name="cog" />, pathname === '/workflows')}
            {item('/workflows/runs', t('auto.runs'), <NamedIcon name="clock" />, pathname.startsWith('/workflows/runs'))}
          </List>
        </Box>
      ) : null}
    </Box>
  );
}
