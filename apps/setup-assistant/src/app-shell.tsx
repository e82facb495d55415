import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { endSession, type Session, sessionKey, sessionQuery } from './api/session.js';
import { SessionContext, useMay } from './api/use-session.js';
import { Button } from './components/button.js';
import { ErrorState } from './components/error-state.js';
import { Icon } from './components/icon.js';
import { Skeleton } from './components/skeleton.js';
import { SessionOver } from './entry/session-over.js';
import { navigation } from './navigation.js';
import { texts } from './texts/texts.js';

/** What is around every page of a session, or what is said without one. */
export function AppShell() {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  if (session === null) return <SessionOver />;
  return (
    <div className="min-h-dvh">
      <SkipLink />
      <Header session={session} />
      <div className="mx-auto max-w-7xl gap-8 px-4 py-6 sm:px-6 lg:grid lg:grid-cols-[11rem_minmax(0,1fr)] lg:py-10">
        {session === undefined ? (
          <>
            <div />
            <main id="main">
              {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton className="h-96" />}
            </main>
          </>
        ) : (
          <SessionContext value={session}>
            <Navigation />
            <main id="main" tabIndex={-1} className="outline-none">
              <Outlet />
            </main>
          </SessionContext>
        )}
      </div>
    </div>
  );
}

/** Not a link: one to a part of this page would lead to the <base>. */
function SkipLink() {
  return (
    <button
      type="button"
      onClick={() => document.querySelector<HTMLElement>('#main')?.focus()}
      className="absolute top-2 left-2 z-10 -translate-y-16 rounded-md bg-solid px-3 py-2 text-on-solid focus-visible:translate-y-0"
    >
      {texts.shell.skip}
    </button>
  );
}

function Header({ session }: { readonly session: Session | undefined }) {
  const queryClient = useQueryClient();
  const leave = async () => {
    await endSession();
    queryClient.setQueryData(sessionKey, null);
  };
  return (
    <header className="border-b border-line bg-surface">
      <div className="mx-auto flex h-14 max-w-7xl items-center gap-3 px-4 sm:px-6">
        <img src="./icon.svg" alt="" className="size-6" />
        <span className="font-semibold tracking-tight whitespace-nowrap">{texts.shell.product}</span>
        {session !== undefined && (
          <>
            <span aria-hidden="true" className="text-control">
              /
            </span>
            <span className="min-w-0 truncate text-quiet">{session.enterpriseName}</span>
            <Button look="plain" className="-mr-2 ml-auto" onClick={() => void leave()}>
              {texts.shell.end}
            </Button>
          </>
        )}
      </div>
    </header>
  );
}

function Navigation() {
  return (
    <nav aria-label={texts.shell.navigation} className="-mx-1 mb-6 overflow-x-auto lg:mb-0">
      <ul className="flex gap-1 p-1 lg:flex-col">
        {navigation.map(entry => (
          <NavigationItem key={entry.to} {...entry} />
        ))}
      </ul>
    </nav>
  );
}

function NavigationItem({ to, label, icon, permission }: (typeof navigation)[number]) {
  if (!useMay(permission)) return null;
  return (
    <li>
      <Link
        to={to}
        className="flex items-center gap-2.5 rounded-md px-2.5 py-2 whitespace-nowrap text-quiet hover:bg-raised hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:font-medium aria-[current=page]:text-ink"
      >
        <Icon name={icon} />
        {label}
      </Link>
    </li>
  );
}
