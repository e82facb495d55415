import type { EnterpriseId } from '#libs/persistence';
import { aCaller, anEnterprise, type TestCaller, enableConnection } from './builders.js';
import { validCertificate } from './certificates.js';

/** Of an identity provider that speaks SAML 2.0. */
export const samlSettings = {
  protocol: 'saml',
  entityId: 'http://www.okta.com/exk1example',
  signOnUrl: 'https://acme.okta.com/app/postern/sso/saml',
  certificates: [validCertificate],
} as const;

/** Of one that speaks OpenID Connect. */
export const oidcSettings = {
  protocol: 'oidc',
  issuer: 'https://acme.okta.com',
  clientId: '0oa1example',
  clientAuthentication: 'client_secret_basic',
  clientSecret: 'correct-horse-battery-staple',
} as const;

/** What an identity provider sends of a person in a sign-in test. */
export const person = { nameId: 'ava@example.com', attributes: [{ name: 'email', values: ['ava@example.com'] }] };

/** Who does what with a connection; `place` is its path. */
export interface ConnectionUnderTest {
  /** Of the enterprise. */
  readonly id: EnterpriseId;
  readonly key: string;
  readonly path: string;
  readonly administrator: TestCaller;
  readonly operator: TestCaller;
  readonly connectionId: string;
  readonly place: string;
}

/** A new connection: a draft, or with a sign-in test that has passed. */
export async function aConnection({
  upTo = 'draft',
}: { upTo?: 'draft' | 'tested' } = {}): Promise<ConnectionUnderTest> {
  const enterprise = await anEnterprise();
  const operator = await aCaller('operator');
  const { id } = await enterprise.administrator.create(`${enterprise.path}/connections`, {
    name: 'Acme at Okta',
    idpProfile: 'okta',
  });
  const connection = { ...enterprise, operator, connectionId: id, place: `${enterprise.path}/connections/${id}` };
  if (upTo === 'tested') await passTest(connection, await configure(connection));
  return connection;
}

/** Gives it settings; their fingerprint. */
export async function configure(
  { administrator, place }: ConnectionUnderTest,
  settings: object = samlSettings,
): Promise<string> {
  const { body } = await administrator.send('put', `${place}/sso-settings`, settings).expect(200);
  return body.sso.fingerprint;
}

/** Reports a sign-in that brought all that is required. */
export async function passTest({ operator, place }: ConnectionUnderTest, fingerprint: string): Promise<void> {
  await operator.send('post', `${place}/sso-test-results`, { fingerprint, ...person }).expect(200);
}

/** One that people sign in with. */
export async function anEnabledConnection(): Promise<ConnectionUnderTest> {
  const connection = await aConnection({ upTo: 'tested' });
  await enableConnection(connection.administrator, connection.place);
  return connection;
}
