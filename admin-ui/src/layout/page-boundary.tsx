import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { Component, type ReactElement, type ReactNode } from 'react';
import { useLocation } from 'react-router-dom';
import { useText } from '../i18n/use-text.js';

/** What fails on one page stays on that page. */
export function PageBoundary({ children }: { readonly children: ReactNode }): ReactElement {
  const { pathname } = useLocation();
  return <Boundary key={pathname}>{children}</Boundary>;
}

class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <Failure retry={() => this.setState({ error: null })} />;
  }
}

function Failure({ retry }: { readonly retry: () => void }): ReactElement {
  const t = useText();
  return (
    <Alert severity="error" action={<Button onClick={retry}>{t('error.reload')}</Button>}>
      {t('error.title')}
    </Alert>
  );
}
