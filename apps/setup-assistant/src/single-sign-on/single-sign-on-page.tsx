import { useNavigate, useSearch } from '@tanstack/react-router';
import { type Connection, useConnection, useEditedSso } from '../api/connection.js';
import { useDiscardRevision } from '../api/changes.js';
import { type GuideStep, useSetupGuide } from '../api/setup-guide.js';
import { useMay } from '../api/use-session.js';
import { Button } from '../components/button.js';
import { Callout } from '../components/callout.js';
import { Choice } from '../components/choice.js';
import { ErrorState } from '../components/error-state.js';
import { GuideStepView } from '../components/guide-step-view.js';
import { Loaded } from '../components/loaded.js';
import { Page } from '../components/page.js';
import { Wizard } from '../components/wizard.js';
import { texts } from '../texts/texts.js';
import { AttributesStep } from './attributes-step.js';
import { OidcSettingsStep } from './oidc-settings-step.js';
import { SamlSettingsStep } from './saml-settings-step.js';
import type { Protocol } from './sso-search.js';
import { ssoSteps } from './sso-steps.js';
import { TestStep } from './test-step.js';

const { singleSignOn: words } = texts;

type Sso = Connection['sso'];
type Guide = NonNullable<ReturnType<typeof useSetupGuide>['data']>;

/** Single sign-on, from the application at the identity provider to a sign-in that works. */
export function SingleSignOnPage() {
  const connection = useConnection();
  const guide = useSetupGuide();
  const edited = useEditedSso(connection.data);
  return (
    <Page title={words.title} {...(guide.data && { intro: words.intro(guide.data.idpName) })}>
      <Loaded query={connection} height="h-96">
        {loaded => (
          <Loaded query={guide} height="h-96">
            {loadedGuide => (
              <>
                {loaded.hasPendingRevision && <Pending />}
                <Steps connection={loaded} sso={edited} guide={loadedGuide} />
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function Pending() {
  const discard = useDiscardRevision();
  return (
    <>
      <Callout
        tone="warning"
        title={words.pending}
        action={
          <Button isBusy={discard.isPending} onClick={() => discard.mutate()}>
            {words.discard}
          </Button>
        }
      >
        {words.pendingAbout}
      </Callout>
      {discard.error && <ErrorState error={discard.error} />}
    </>
  );
}

interface StepsProps {
  readonly connection: Connection;
  /** The settings that are edited: those that are pending, or the live ones. */
  readonly sso: Sso;
  readonly guide: Guide;
}

function Steps({ connection, sso, guide }: StepsProps) {
  const search = useSearch({ from: '/session/single-sign-on' });
  const protocol = search.protocol ?? sso?.protocol ?? 'saml';
  const steps = ssoSteps({ protocol, guide: guide[protocol], sso });
  const asked = steps.find(({ id }) => id === search.step)?.id;
  const current = asked ?? (sso ? 'test' : 'protocol');
  return (
    <Wizard label={words.steps} steps={steps} current={current} hasNext={current !== 'settings' || sso !== null}>
      <Step current={current} protocol={protocol} connection={connection} sso={sso} guide={guide} />
    </Wizard>
  );
}

interface StepProps extends StepsProps {
  readonly current: string;
  readonly protocol: Protocol;
}

function Step({ current, protocol, connection, sso, guide }: StepProps) {
  const step = guide[protocol].find(({ id }: GuideStep) => id === current);
  if (step) return <GuideStepView key={step.id} step={step} />;
  switch (current) {
    case 'settings':
      return <SettingsStep protocol={protocol} sso={sso} />;
    case 'check':
      return <AttributesStep protocol={protocol} idpProfile={connection.idpProfile} />;
    case 'test':
      return <TestStep sso={sso} />;
    default:
      return <ProtocolStep protocol={protocol} idpName={guide.idpName} />;
  }
}

function SettingsStep({ protocol, sso }: { readonly protocol: Protocol; readonly sso: Sso }) {
  const navigate = useNavigate();
  const mayWrite = useMay('connections:write');
  const goOn = () => void navigate({ to: '/single-sign-on', search: { step: 'check', protocol } });
  if (!mayWrite) return <Callout tone="info">{texts.common.mayNot}</Callout>;
  return protocol === 'saml' ? (
    <SamlSettingsStep sso={sso?.protocol === 'saml' ? sso : null} onDone={goOn} />
  ) : (
    <OidcSettingsStep sso={sso?.protocol === 'oidc' ? sso : null} onDone={goOn} />
  );
}

function ProtocolStep({ protocol, idpName }: { readonly protocol: Protocol; readonly idpName: string }) {
  const navigate = useNavigate();
  const choose = (chosen: Protocol) =>
    void navigate({ to: '/single-sign-on', search: { step: 'protocol', protocol: chosen }, replace: true });
  return (
    <>
      <Choice
        label={words.protocol.label}
        value={protocol}
        onValue={choose}
        options={[
          { value: 'saml', title: words.protocol.saml, about: words.protocol.samlAbout },
          { value: 'oidc', title: words.protocol.oidc, about: words.protocol.oidcAbout },
        ]}
      />
      <p className="text-quiet">{words.protocol.idp(idpName)}</p>
    </>
  );
}
