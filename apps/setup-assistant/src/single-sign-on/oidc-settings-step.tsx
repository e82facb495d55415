import { useState } from 'react';
import { usePutSsoSettings } from '../api/changes.js';
import type { Schemas } from '../api/client.js';
import { TextField } from '../components/text-field.js';
import { texts } from '../texts/texts.js';
import { detailOf, httpsProblem, isFilled } from './field-problems.js';
import { SettingsForm } from './settings-form.js';

const { settings: words } = texts.singleSignOn;

type OidcSso = Schemas['OidcSso'];

interface OidcSettingsStepProps {
  /** What is entered already. */
  readonly sso: OidcSso | null;
  readonly onDone: () => void;
}

/** What is known of an OpenID provider. */
export function OidcSettingsStep({ sso, onDone }: OidcSettingsStepProps) {
  const [issuer, setIssuer] = useState(sso?.issuer ?? '');
  const [clientId, setClientId] = useState(sso?.clientId ?? '');
  const [clientSecret, setClientSecret] = useState('');
  const save = usePutSsoSettings(onDone);
  const isKept = isSecretKept(sso, { issuer, clientId });
  const hasSecret = isKept || clientSecret !== '';
  const submit = () =>
    save.mutate({
      protocol: 'oidc',
      issuer,
      clientId,
      clientAuthentication: 'client_secret_basic',
      ...(clientSecret !== '' && { clientSecret }),
    });
  return (
    <SettingsForm
      save={save}
      isReady={hasSecret && isFilled(issuer, clientId) && httpsProblem(issuer) === undefined}
      pointers={['/issuer', '/clientId', '/clientSecret']}
      onSubmit={submit}
    >
      <TextField
        label={words.issuer}
        value={issuer}
        onValue={setIssuer}
        error={httpsProblem(issuer) ?? detailOf(save.error, '/issuer')}
        placeholder="https://"
      />
      <TextField
        label={words.clientId}
        value={clientId}
        onValue={setClientId}
        error={detailOf(save.error, '/clientId')}
      />
      <TextField
        label={words.clientSecret}
        value={clientSecret}
        onValue={setClientSecret}
        type="password"
        error={detailOf(save.error, '/clientSecret')}
        hint={isKept ? words.secretKept : undefined}
      />
    </SettingsForm>
  );
}

/** A secret stays with its client. */
function isSecretKept(sso: OidcSso | null, { issuer, clientId }: Pick<OidcSso, 'issuer' | 'clientId'>): boolean {
  return sso?.hasClientSecret === true && sso.issuer === issuer && sso.clientId === clientId;
}
