import type { IconName } from './components/icon.js';
import { texts } from './texts/texts.js';

/** A page that is always one click away. */
interface NavigationEntry {
  readonly to: '/connection' | '/single-sign-on' | '/provisioning' | '/domains';
  readonly label: string;
  readonly icon: IconName;
  /** Without it the session does not see the page. */
  readonly permission: string;
}

/** The pages in the navigation, in their order. To add one: README.md. */
export const navigation: readonly NavigationEntry[] = [
  { to: '/connection', label: texts.shell.nav.overview, icon: 'grid', permission: 'connections:read' },
  { to: '/single-sign-on', label: texts.shell.nav.singleSignOn, icon: 'enter', permission: 'connections:read' },
  { to: '/provisioning', label: texts.shell.nav.provisioning, icon: 'sync', permission: 'connections:read' },
  { to: '/domains', label: texts.shell.nav.domains, icon: 'domain', permission: 'domains:read' },
];
