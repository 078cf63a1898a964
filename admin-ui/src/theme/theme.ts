import { createTheme, type Theme } from '@mui/material/styles';

/** Colours of states and options, as chips: hue, and text on light and dark ground. */
export const palette = {
  grey: { light: ['#eceef0', '#454d54'], dark: ['#343a40', '#c9d0d6'] },
  blue: { light: ['#e1edfb', '#174f91'], dark: ['#17345a', '#a9cdf7'] },
  green: { light: ['#dff3e8', '#155d3f'], dark: ['#123f2d', '#9adfbd'] },
  amber: { light: ['#fdf0d3', '#7a4d05'], dark: ['#4a3405', '#f4cf85'] },
  red: { light: ['#fce4e2', '#96241b'], dark: ['#551b16', '#f5b3ad'] },
  purple: { light: ['#efe6fb', '#57309a'], dark: ['#382160', '#d2bcf6'] },
  teal: { light: ['#dcf2f3', '#0f5a61'], dark: ['#0e3d42', '#98dce2'] },
  pink: { light: ['#fbe4f0', '#8d1f5c'], dark: ['#521536', '#f4b2d4'] },
} as const;

/** The look of everything: quiet surfaces, one accent, 8 px corners, dense rows. */
export function createLook(mode: 'light' | 'dark'): Theme {
  const isDark = mode === 'dark';
  const divider = isDark ? '#2b3135' : '#e3e6e4';
  return createTheme({
    palette: {
      mode,
      primary: { main: isDark ? '#5fc79b' : '#1f6f54', contrastText: isDark ? '#08251a' : '#ffffff' },
      background: isDark ? { default: '#14181a', paper: '#1c2123' } : { default: '#f7f8f7', paper: '#ffffff' },
      text: isDark ? { primary: '#e8ecea', secondary: '#a3adab' } : { primary: '#1b2320', secondary: '#59635f' },
      error: { main: isDark ? '#f28b82' : '#b3261e' },
      divider,
    },
    shape: { borderRadius: 8 },
    typography: {
      fontFamily: "'Be Vietnam Pro', system-ui, sans-serif",
      fontSize: 13,
      h1: { fontSize: '1.375rem', fontWeight: 600, letterSpacing: '-0.01em', lineHeight: 1.3 },
      h2: { fontSize: '0.9375rem', fontWeight: 600, lineHeight: 1.4 },
      button: { textTransform: 'none', fontWeight: 500 },
      body2: { fontSize: '0.8438rem' },
      caption: { fontSize: '0.75rem' },
    },
    components: componentsOf(isDark, divider),
  });
}

function componentsOf(isDark: boolean, divider: string): NonNullable<Theme['components']> {
  return {
    MuiButtonBase: { defaultProps: { disableRipple: true } },
    MuiButton: { defaultProps: { disableElevation: true, size: 'small' }, styleOverrides: { root: { borderRadius: 8, paddingInline: 12, minHeight: 34 } } },
    MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiTextField: { defaultProps: { size: 'small', fullWidth: true, variant: 'outlined' } },
    MuiMenu: { styleOverrides: { paper: { border: `1px solid ${divider}`, boxShadow: '0 8px 28px rgb(0 0 0 / 12%)' } } },
    MuiDialog: { styleOverrides: { paper: { border: `1px solid ${divider}` } } },
    MuiTableCell: {
      styleOverrides: {
        root: { borderColor: divider, padding: '7px 12px', fontSize: '0.8438rem' },
        head: { fontWeight: 500, color: isDark ? '#a3adab' : '#59635f', whiteSpace: 'nowrap' },
      },
    },
    MuiListItemButton: { styleOverrides: { root: { borderRadius: 8 } } },
    // The usual grey of what is disabled is too faint to read.
    MuiFormHelperText: { styleOverrides: { root: { '&.Mui-disabled': { color: isDark ? '#a3adab' : '#59635f' } } } },
    MuiTooltip: { defaultProps: { arrow: true } },
    MuiCssBaseline: { styleOverrides: { body: { fontVariantNumeric: 'tabular-nums' } } },
  };
}
