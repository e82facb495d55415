import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { AppShell } from './app-shell.js';
import { ErrorState } from './components/error-state.js';
import { EntryPage } from './entry/entry-page.js';
import { NotFound } from './entry/not-found.js';
import { readSsoSearch } from './single-sign-on/sso-search.js';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const entry = createRoute({ getParentRoute: () => root, path: '/', component: EntryPage });

/** What is shown in a session. */
const shell = createRoute({ getParentRoute: () => root, id: 'session', component: AppShell });

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/connection',
  component: lazyRouteComponent(() => import('./overview/overview-page.js'), 'OverviewPage'),
});

const singleSignOn = createRoute({
  getParentRoute: () => shell,
  path: '/single-sign-on',
  validateSearch: readSsoSearch,
  component: lazyRouteComponent(() => import('./single-sign-on/single-sign-on-page.js'), 'SingleSignOnPage'),
});

const provisioning = createRoute({
  getParentRoute: () => shell,
  path: '/provisioning',
  validateSearch: ({ step }: Record<string, unknown>): { readonly step?: string } =>
    typeof step === 'string' ? { step } : {},
  component: lazyRouteComponent(() => import('./provisioning/provisioning-page.js'), 'ProvisioningPage'),
});

const domains = createRoute({
  getParentRoute: () => shell,
  path: '/domains',
  component: lazyRouteComponent(() => import('./domains/domains-page.js'), 'DomainsPage'),
});

/** Every page by its path. A page is loaded when somebody is about to go there. */
export const router = createRouter({
  routeTree: root.addChildren([entry, shell.addChildren([overview, singleSignOn, provisioning, domains])]),
  basepath: new URL(document.baseURI).pathname.replace(/\/$/, ''),
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
