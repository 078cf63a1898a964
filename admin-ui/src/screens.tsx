import { useTheme } from '@mui/material/styles';
import { lazy, Suspense, useMemo, type ReactElement } from 'react';
import { Admin, CustomRoutes, Resource } from 'react-admin';
import { Route } from 'react-router-dom';
import type { Meta } from '../../schemas/generated/types.js';
import { createDataProvider } from './api/data-provider.js';
import { authProvider } from './auth/auth-provider.js';
import { createI18nProvider } from './i18n/i18n-provider.js';
import { HomePage } from './layout/home-page.js';
import { AppLayout } from './layout/app-layout.js';
import { LookContext } from './layout/look-context.js';
import { NotFoundPage } from './layout/not-found-page.js';
import { EntityList } from './lists/entity-list.js';
import { entitiesByName, MetaContext } from './meta/meta-context.js';
import { useOwnLists } from './meta/use-own-lists.js';
import type { useLook } from './theme/use-look.js';

const RecordPage = lazy(() => import('./record/record-page.js').then((module) => ({ default: module.RecordPage })));
const CreatePage = lazy(() => import('./record/create-page.js').then((module) => ({ default: module.CreatePage })));
const EditPage = lazy(() => import('./record/edit-page.js').then((module) => ({ default: module.EditPage })));
const PasswordPage = lazy(() => import('./auth/password-page.js').then((module) => ({ default: module.PasswordPage })));
const ImportPage = lazy(() => import('./lists/import-page.js').then((module) => ({ default: module.ImportPage })));

const MyDayPage = lazy(() => import('./day/my-day-page.js').then((module) => ({ default: module.MyDayPage })));
const WorkflowsPage = lazy(() => import('./automation/workflows-page.js').then((module) => ({ default: module.WorkflowsPage })));
const RunsPage = lazy(() => import('./automation/runs-page.js').then((module) => ({ default: module.RunsPage })));
const RunPage = lazy(() => import('./automation/run-page.js').then((module) => ({ default: module.RunPage })));

const dataProvider = createDataProvider();

interface ScreensProps {
  readonly meta: Meta;
  readonly look: ReturnType<typeof useLook>;
  switchLocale(next: Meta['locale']): Promise<void>;
}

/** All screens of all entities that the user sees; each entity shares the same few components. */
export function Screens({ meta: read, look, switchLocale }: ScreensProps): ReactElement {
  const { meta, chooseList } = useOwnLists(read);
  const theme = useTheme();
  const i18nProvider = useMemo(() => createI18nProvider(meta.locale), [meta.locale]);
  const state = useMemo(() => ({ meta, entities: entitiesByName(meta), chooseList, switchLocale }), [meta, chooseList, switchLocale]);
  const shown = meta.entities.filter((entity) => entity.kind !== 'line');
  return (
    <MetaContext.Provider value={state}>
      <LookContext.Provider value={look}>
        <Admin
          dataProvider={dataProvider}
          authProvider={authProvider}
          i18nProvider={i18nProvider}
          layout={AppLayout}
          dashboard={HomePage}
          catchAll={NotFoundPage}
          theme={theme}
          darkTheme={null}
          loginPage={false}
          disableTelemetry
          title="Trellis"
        >
          {shown.map((entity) => (
            <Resource
              key={entity.id}
              name={entity.path}
              recordRepresentation="_label"
              list={EntityList}
              show={waiting(RecordPage)}
              {...(entity.can.update ? { edit: waiting(EditPage) } : {})}
              {...(entity.can.create ? { create: waiting(CreatePage) } : {})}
            />
          ))}
          <CustomRoutes>
            <Route path="/me/password" element={<Waiting of={PasswordPage} />} />
            <Route path="/my-day" element={<Waiting of={MyDayPage} />} />
            <Route path="/workflows" element={<Waiting of={WorkflowsPage} />} />
            <Route path="/workflows/runs" element={<Waiting of={RunsPage} />} />
            <Route path="/workflows/runs/:id" element={<Waiting of={RunPage} />} />
            <Route path="/import/:plugin/:plural" element={<Waiting of={ImportPage} />} />
          </CustomRoutes>
        </Admin>
      </LookContext.Provider>
    </MetaContext.Provider>
  );
}

type Page = typeof RecordPage | typeof CreatePage | typeof EditPage;

/** One component a page, made once: a component made while rendering would lose what is typed. */
function waiting(page: Page): () => ReactElement {
  const known = waitingPages.get(page);
  if (known !== undefined) return known;
  const made = (): ReactElement => <Waiting of={page} />;
  waitingPages.set(page, made);
  return made;
}

const waitingPages = new Map<Page, () => ReactElement>();

function Waiting({ of: Component }: { readonly of: Page }): ReactElement {
  return (
    <Suspense fallback={null}>
      <Component />
    </Suspense>
  );
}
