import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ApiProblem } from '../api/api-problem.js';
import { openSetupLink, sessionKey, sessionQuery } from '../api/session.js';
import { Button, buttonClass } from '../components/button.js';
import { Callout } from '../components/callout.js';
import { ErrorState } from '../components/error-state.js';
import { Icon } from '../components/icon.js';
import { Skeleton } from '../components/skeleton.js';
import { texts } from '../texts/texts.js';
import { FrontPage } from './front-page.js';
import { setupSecret } from './setup-secret.js';

/** Where a setup link leads. It is opened by a click: programs that look at links in mail would use it up otherwise. */
export function EntryPage() {
  return setupSecret === undefined ? <WithoutLink /> : <WithLink secret={setupSecret} />;
}

function WithLink({ secret }: { readonly secret: string }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const open = useMutation({
    mutationFn: () => openSetupLink(secret),
    onSuccess: session => {
      queryClient.setQueryData(sessionKey, session);
      void navigate({ to: '/connection' });
    },
  });
  return (
    <FrontPage title={texts.entry.title}>
      <p className="text-quiet">{texts.entry.intro}</p>
      <ol className="space-y-3">
        {texts.entry.steps.map((step, index) => (
          <li key={step} className="flex gap-3">
            <span
              aria-hidden="true"
              className="grid size-6 shrink-0 place-items-center rounded-full border border-line text-xs font-medium text-quiet"
            >
              {index + 1}
            </span>
            {step}
          </li>
        ))}
      </ol>
      <p className="text-quiet">{texts.entry.nothingYet}</p>
      {open.error && <Refusal error={open.error} />}
      <Button look="primary" className="w-full" isBusy={open.isPending} onClick={() => open.mutate()}>
        {texts.entry.begin}
        <Icon name="arrow" />
      </Button>
    </FrontPage>
  );
}

function Refusal({ error }: { readonly error: Error }) {
  if (!(error instanceof ApiProblem && error.code === 'setup_link_refused')) return <ErrorState error={error} />;
  return (
    <div role="alert">
      <Callout tone="blocking" title={texts.entry.refusedTitle}>
        {texts.entry.refused}
      </Callout>
    </div>
  );
}

function WithoutLink() {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  if (error) {
    return (
      <FrontPage title={texts.entry.title}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </FrontPage>
    );
  }
  if (session === undefined) {
    return (
      <FrontPage title={texts.entry.title}>
        <Skeleton className="h-24" />
      </FrontPage>
    );
  }
  return session === null ? (
    <FrontPage title={texts.entry.noLinkTitle}>
      <p className="text-quiet">{texts.entry.noLink}</p>
    </FrontPage>
  ) : (
    <FrontPage title={texts.entry.title}>
      <p className="text-quiet">{session.enterpriseName}</p>
      <Link to="/connection" className={`${buttonClass('primary')} w-full`}>
        {texts.entry.goOn}
        <Icon name="arrow" />
      </Link>
    </FrontPage>
  );
}
