import { Link, useSearch } from '@tanstack/react-router';
import { useConnection, useProvisioningSettings, useWarnings } from '../api/connection.js';
import { type GuideStep, useSetupGuide } from '../api/setup-guide.js';
import { useNewToken, useScimTokens } from '../api/tokens.js';
import { buttonClass } from '../components/button.js';
import { Callout } from '../components/callout.js';
import { GuideStepView } from '../components/guide-step-view.js';
import { Loaded } from '../components/loaded.js';
import { Page } from '../components/page.js';
import type { Step } from '../components/stepper.js';
import { WarningFix } from '../components/warning-fix.js';
import { Wizard } from '../components/wizard.js';
import { texts } from '../texts/texts.js';
import { ListenStep } from './listen-step.js';
import { TokenInGuide, TokenStep } from './token-step.js';

const { provisioning: words } = texts;

/** Provisioning, from the token to what arrives with it. */
export function ProvisioningPage() {
  const connection = useConnection();
  const settings = useProvisioningSettings();
  const guide = useSetupGuide();
  return (
    <Page title={words.title} {...(guide.data && { intro: words.intro(guide.data.idpName) })}>
      <Loaded query={connection} height="h-96">
        {({ sso }) => (
          <Loaded query={settings} height="h-96">
            {loaded =>
              loaded.isBlocked ? (
                <Blocked isEarly={!sso} codes={loaded.blockedBy} />
              ) : (
                <Loaded query={guide} height="h-96">
                  {({ provisioning }) => <Steps guide={provisioning} mode={loaded.mode} />}
                </Loaded>
              )
            }
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function Blocked({ isEarly, codes }: { readonly isEarly: boolean; readonly codes: readonly string[] }) {
  const warnings = useWarnings();
  if (isEarly) {
    return (
      <Callout
        tone="info"
        title={words.early}
        action={
          <Link to="/single-sign-on" className={buttonClass('primary')}>
            {words.earlyAction}
          </Link>
        }
      >
        {words.blockedAbout}
      </Callout>
    );
  }
  return (
    <section aria-label={words.blocked} className="space-y-3">
      <h2 className="text-base font-semibold">{words.blocked}</h2>
      <p className="text-quiet">{words.blockedAbout}</p>
      <Loaded query={warnings}>
        {({ items }) =>
          items
            .filter(({ code }) => codes.includes(code))
            .map(({ code, message, clickPath }) => (
              <Callout key={code} tone="blocking" title={message} action={<WarningFix code={code} />}>
                <span className="text-quiet">{clickPath}</span>
              </Callout>
            ))
        }
      </Loaded>
    </section>
  );
}

interface StepsProps {
  readonly guide: readonly GuideStep[];
  readonly mode: keyof typeof words.token.modes;
}

function Steps({ guide, mode }: StepsProps) {
  const search = useSearch({ from: '/session/provisioning' });
  const tokens = useScimTokens();
  const made = useNewToken();
  const live = (tokens.data?.items ?? []).filter(({ status }) => status === 'active' || status === 'retiring');
  const isUsed = live.some(({ isSeenInUse }) => isSeenInUse);
  const steps = [
    step('token', words.token.title, live.length > 0),
    ...guide.map(({ id, title }) => step(id, title, isUsed)),
    step('listen', words.listen.title, isUsed),
    step('done', words.done.title, isUsed),
  ];
  const current = steps.find(({ id }) => id === search.step)?.id ?? (isUsed ? 'listen' : 'token');
  const shown = guide.find(({ id }) => id === current);
  return (
    <Wizard label={words.steps} steps={steps} current={current}>
      {shown && (
        <GuideStepView key={shown.id} step={shown} scimToken={label => <TokenInGuide label={label} token={made} />} />
      )}
      {current === 'token' && <TokenStep mode={mode} made={made} live={live} />}
      {current === 'listen' && <ListenStep />}
      {current === 'done' && <Done />}
    </Wizard>
  );
}

function step(id: string, title: string, isDone: boolean): Step {
  return {
    id,
    title,
    isDone,
    link: (children, className) => (
      <Link to="/provisioning" search={{ step: id }} className={className}>
        {children}
      </Link>
    ),
  };
}

function Done() {
  return (
    <>
      <Callout tone="good" title={words.done.heading}>
        {words.done.about}
      </Callout>
      <Link to="/connection" className={buttonClass('primary')}>
        {words.done.action}
      </Link>
    </>
  );
}
