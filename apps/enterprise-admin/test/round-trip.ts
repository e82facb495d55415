import { receivedFromSaml, type SamlAttribute } from '#libs/attribute-mapping';
import type { ConnectionId, EnterpriseId } from '#libs/persistence';
import { newBrowserSecret, SignInFlows, SignInTests, SignInTrace, type TestedSignIn } from '#libs/sign-in';
import { runningAdmin } from './builders.js';

const client = { ip: '192.0.2.7', userAgent: 'Mozilla/5.0' };

/** Opens the URL of a test sign-in and comes back with this, as if the protocol had found nothing wrong. */
export async function comeBack(
  { enterpriseId, url }: { readonly enterpriseId: string; readonly url: string },
  { nameId, attributes }: { readonly nameId: string; readonly attributes: readonly SamlAttribute[] },
): Promise<TestedSignIn> {
  const { database } = await runningAdmin();
  const { pathname, searchParams } = new URL(url);
  const connectionId = pathname.split('/')[2] as ConnectionId;
  const connection = { enterpriseId: enterpriseId as EnterpriseId, connectionId };
  const tests = new SignInTests(database);
  const test = await tests.open(connection, searchParams.get('test') ?? '');
  if (!test) throw new Error('The URL opens no test.');
  const flows = new SignInFlows(database);
  const browser = newBrowserSecret();
  const signIn = { connection, purpose: 'test', protocol: 'saml', fingerprint: test.fingerprint, test } as const;
  const { handle } = await flows.begin(signIn, browser, client);
  const flow = await flows.take(connection, handle.reveal(), browser.reveal(), { ...client, protocol: 'saml' });
  const verified = {
    subject: nameId,
    subjectIssuer: 'idp',
    nameIdFormat: null,
    received: receivedFromSaml(nameId, attributes),
    person: { nameId, attributes },
    sessionIndex: null,
    idpSessionId: null,
  };
  return tests.complete(flow, verified, SignInTrace.of(flow, client));
}
