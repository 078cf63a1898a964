import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import CssBaseline from '@mui/material/CssBaseline';
import Snackbar from '@mui/material/Snackbar';
import { ThemeProvider } from '@mui/material/styles';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import type { Meta } from '../../schemas/generated/types.js';
import { messageOf } from './api/message-of.js';
import { ApiProblem, request, speak, whenModelChanges } from './api/request.js';
import { AuthFrame } from './auth/auth-frame.js';
import { LoginPage } from './auth/login-page.js';
import { PasswordForm } from './auth/password-form.js';
import { LocaleContext, sentence, storedLocale, type Locale } from './i18n/use-text.js';
import { isMeta } from './meta/is-meta.js';
import { createLook } from './theme/theme.js';
import { useLook } from './theme/use-look.js';

const importScreens = (): Promise<typeof import('./screens.js')> => import('./screens.js');
const Screens = lazy(() => importScreens().then(({ Screens: component }) => ({ default: component })));

type Stage =
  | { readonly kind: 'asking' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'must-change' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'ready'; readonly meta: Meta };

/** Everything, in the chosen language and look: sign-in, or the screens made from the metadata. */
export function App(): ReactElement {
  const { look, choose } = useLook();
  const [locale, setLocale] = useState<Locale>(storedLocale);
  const [stage, setStage] = useState<Stage>({ kind: 'asking' });
  const theme = useMemo(() => createLook(look), [look]);
  const [isOld, setOld] = useState(false);
  const load = useCallback(async (language: Locale): Promise<void> => {
    const [stage, spoken] = await stageIn(language);
    localStorage.setItem('trellis.locale', spoken);
    setStage(stage);
    setLocale(spoken);
    setOld(false);
  }, []);
  useEffect(() => whenModelChanges(() => setOld(true)), []);
  useEffect(() => void load(storedLocale()), [load]);
  const switchLocale = useCallback(
    async (next: Locale): Promise<void> => {
      localStorage.setItem('trellis.locale', next);
      await request('PATCH', '/auth/me', { locale: next }).catch(() => undefined);
      await load(next);
    },
    [load],
  );
  return (
    <LocaleContext.Provider value={locale}>
      <ThemeProvider theme={theme}>
        <CssBaseline />
        <StageView stage={stage} locale={locale} look={{ look, choose }} again={() => void load(locale)} switchLocale={switchLocale} />
        <Snackbar
          open={isOld && stage.kind === 'ready'}
          message={sentence(locale, 'app.changed')}
          action={
            <Button size="small" color="inherit" onClick={() => void load(locale)}>
              {sentence(locale, 'app.takeOver')}
            </Button>
          }
        />
      </ThemeProvider>
    </LocaleContext.Provider>
  );
}

interface StageProps {
  readonly stage: Stage;
  readonly locale: Locale;
  readonly look: ReturnType<typeof useLook>;
  again(): void;
  switchLocale(next: Locale): Promise<void>;
}

function StageView({ stage, locale, look, again, switchLocale }: StageProps): ReactElement | null {
  if (stage.kind === 'asking') return null;
  if (stage.kind === 'signed-out') return <LoginPage onSignedIn={again} />;
  if (stage.kind === 'must-change')
    return (
      <AuthFrame title={sentence(locale, 'auth.changeFirst')} lead={sentence(locale, 'auth.changeFirstWhy')}>
        <PasswordForm onChanged={again} />
      </AuthFrame>
    );
  if (stage.kind === 'failed')
    return (
      <AuthFrame title={sentence(locale, 'error.title')} lead="">
        <Alert severity="error" action={<Button onClick={again}>{sentence(locale, 'error.reload')}</Button>}>
          {messageOf(stage.error, (key, params) => sentence(locale, key, params))}
        </Alert>
      </AuthFrame>
    );
  return (
    <Suspense fallback={null}>
      <Screens meta={stage.meta} look={look} switchLocale={switchLocale} />
    </Suspense>
  );
}

/** The stage, and the language it is in: the one that the user once chose, on whatever machine. */
async function stageIn(language: Locale): Promise<readonly [Stage, Locale]> {
  speak(language);
  const stage = await stageOf();
  const saved = stage.kind === 'ready' ? stage.meta.user.locale : null;
  if (saved === null || saved === language) return [stage, language];
  speak(saved);
  return [await stageOf(), saved];
}

/** Asks for the metadata; what is refused tells at which stage the user is. */
async function stageOf(): Promise<Stage> {
  try {
    const { json } = await request('GET', '/meta');
    if (!isMeta(json)) return { kind: 'failed', error: new Error('/api/meta') };
    if (json.user.mustChangePassword) return { kind: 'must-change' };
    void importScreens();
    return { kind: 'ready', meta: json };
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return { kind: 'signed-out' };
    if (error instanceof ApiProblem && error.code === 'identity.must-change-password') return { kind: 'must-change' };
    return { kind: 'failed', error };
  }
}
