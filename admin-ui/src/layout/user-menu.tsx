import AccountCircleOutlined from '@mui/icons-material/AccountCircleOutlined';
import Box from '@mui/material/Box';
import Divider from '@mui/material/Divider';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { useState, type ReactElement } from 'react';
import { useLogout, useRedirect } from 'react-admin';
import { useText } from '../i18n/use-text.js';
import { useMeta } from '../meta/meta-context.js';
import { useChosenLook } from './look-context.js';

/** Who I am; language, look, password, sign out. */
export function UserMenu(): ReactElement {
  const t = useText();
  const { meta } = useMeta();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const logout = useLogout();
  const redirect = useRedirect();
  const close = (): void => setAnchor(null);
  return (
    <>
      <IconButton aria-label={meta.user.name} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>
        <AccountCircleOutlined />
      </IconButton>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={close} slotProps={{ paper: { sx: { width: 280 } } }}>
        <Box component="li" sx={{ px: 2, py: 1 }}>
          <Typography sx={{ fontWeight: 600 }}>{meta.user.name}</Typography>
          <Typography variant="body2" color="textSecondary" noWrap>
            {meta.user.email}
          </Typography>
        </Box>
        <Divider component="li" />
        <Preferences />
        <Divider component="li" />
        <MenuItem
          onClick={() => {
            close();
            redirect('/me/password');
          }}
        >
          {t('account.title')}
        </MenuItem>
        <MenuItem onClick={() => void logout()}>{t('account.signOut')}</MenuItem>
      </Menu>
    </>
  );
}

function Preferences(): ReactElement {
  const t = useText();
  const { meta, switchLocale } = useMeta();
  const { look, choose } = useChosenLook();
  const isLocale = (value: unknown): value is 'vi' | 'en' => value === 'vi' || value === 'en';
  const isLook = (value: unknown): value is 'light' | 'dark' => value === 'light' || value === 'dark';
  return (
    <Box component="li" sx={{ px: 2, py: 1, display: 'grid', gap: 1.25 }}>
      <ToggleButtonGroup
        size="small"
        exclusive
        fullWidth
        aria-label={t('account.language')}
        value={meta.locale}
        onChange={(_, value) => isLocale(value) && void switchLocale(value)}
      >
        <ToggleButton value="vi">Tiếng Việt</ToggleButton>
        <ToggleButton value="en">English</ToggleButton>
      </ToggleButtonGroup>
      <ToggleButtonGroup size="small" exclusive fullWidth aria-label={t('account.look')} value={look} onChange={(_, value) => isLook(value) && choose(value)}>
        <ToggleButton value="light">{t('account.light')}</ToggleButton>
        <ToggleButton value="dark">{t('account.dark')}</ToggleButton>
      </ToggleButtonGroup>
    </Box>
  );
}
