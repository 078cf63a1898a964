import MenuIcon from '@mui/icons-material/Menu';
import SearchOutlined from '@mui/icons-material/SearchOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';
import { Bell } from '../notices/bell.js';
import { useMeta } from '../meta/meta-context.js';
import { CompanySwitcher } from './company-switcher.js';
import { PageBoundary } from './page-boundary.js';
import { SideMenu } from './side-menu.js';
import { UserMenu } from './user-menu.js';

const SearchPalette = lazy(() => import('../search/search-palette.js').then((module) => ({ default: module.SearchPalette })));
const menuWidth = 236;

/** The frame of every page: bar, menu, content. */
export function AppLayout({ children }: { readonly children: ReactNode }): ReactElement {
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isSearching, setSearching] = useState(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      setSearching(true);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
  return (
    <Box sx={{ minHeight: '100dvh', display: 'flex', flexDirection: 'column', bgcolor: 'background.default' }}>
      <TopBar openMenu={() => setMenuOpen(true)} openSearch={() => setSearching(true)} />
      <Box sx={{ display: 'flex', flexGrow: 1, minWidth: 0 }}>
        <Box sx={{ display: { xs: 'none', md: 'flex' }, width: menuWidth, flexShrink: 0, borderRight: 1, borderColor: 'divider' }}>
          <Box sx={{ position: 'sticky', top: 53, height: 'calc(100dvh - 53px)', width: '100%', display: 'flex' }}>
            <SideMenu onChosen={() => undefined} />
          </Box>
        </Box>
        <Drawer open={isMenuOpen} onClose={() => setMenuOpen(false)} sx={{ display: { md: 'none' } }} slotProps={{ paper: { sx: { width: 280 } } }}>
          <SideMenu onChosen={() => setMenuOpen(false)} />
        </Drawer>
        <Box component="main" id="main-content" sx={{ flexGrow: 1, minWidth: 0, p: { xs: 2, md: 3 }, pb: 6 }}>
          <NoCompany />
          <PageBoundary>{children}</PageBoundary>
        </Box>
      </Box>
      <Suspense fallback={null}>{isSearching ? <SearchPalette onClose={() => setSearching(false)} /> : null}</Suspense>
    </Box>
  );
}

/** Why lists are empty for those who were given no company where there are several. */
function NoCompany(): ReactElement | null {
  const t = useText();
  if (!useMeta().meta.user.lacksCompany) return null;
  return (
    <Alert severity="info" sx={{ mb: 2 }}>
      {t('nav.noCompany')}
    </Alert>
  );
}

function TopBar({ openMenu, openSearch }: { readonly openMenu: () => void; readonly openSearch: () => void }): ReactElement {
  const t = useText();
  // On a phone there is room for the name of one: the company's.
  const hasCompanies = useMeta().meta.user.companyIds.length > 1;
  return (
    <Box
      component="header"
      sx={{
        position: 'sticky',
        top: 0,
        zIndex: 20,
        height: 53,
        px: { xs: 1, md: 2 },
        gap: 1,
        display: 'flex',
        alignItems: 'center',
        bgcolor: 'background.paper',
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      <IconButton onClick={openMenu} aria-label={t('nav.menu')} sx={{ display: { md: 'none' } }}>
        <MenuIcon />
      </IconButton>
      <Box
        component={Link}
        to="/"
        aria-label={t('app.title')}
        sx={{ display: 'flex', alignItems: 'center', gap: 1, color: 'text.primary', textDecoration: 'none', mr: 'auto' }}
      >
        <img src="/icon.svg" alt="" width={26} height={26} />
        <Typography component="span" sx={{ fontWeight: 600, fontSize: '1rem', display: { xs: hasCompanies ? 'none' : 'inline', sm: 'inline' } }}>
          {t('app.title')}
        </Typography>
      </Box>
      <SearchButtons openSearch={openSearch} />
      <CompanySwitcher />
      <Bell />
      <UserMenu />
    </Box>
  );
}

/** Wide with words, or an icon on a phone. */
function SearchButtons({ openSearch }: { readonly openSearch: () => void }): ReactElement {
  const t = useText();
  return (
    <>
      <Button
        onClick={openSearch}
        variant="outlined"
        color="inherit"
        startIcon={<SearchOutlined />}
        sx={{ display: { xs: 'none', sm: 'inline-flex' }, color: 'text.secondary', borderColor: 'divider', minWidth: 260, justifyContent: 'flex-start' }}
      >
        <Box component="span" sx={{ flexGrow: 1, textAlign: 'left' }}>
          {t('nav.search')}
        </Box>
        <Box component="kbd" sx={{ fontFamily: 'inherit', fontSize: '0.7rem', border: 1, borderColor: 'divider', borderRadius: 1, px: 0.75 }}>
          Ctrl K
        </Box>
      </Button>
      <IconButton onClick={openSearch} aria-label={t('nav.search')} sx={{ display: { sm: 'none' } }}>
        <SearchOutlined />
      </IconButton>
    </>
  );
}
