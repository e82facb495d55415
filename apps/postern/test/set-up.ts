import { randomBytes } from 'node:crypto';
import { Database } from '#libs/persistence';
import { mintToken } from '#libs/tokens';
import { emptyDatabaseUrl } from '../../../tools/testing/empty-database.js';
import { exampleCertificate } from './example-certificate.js';
import { RestClient } from './rest-client.js';
import { ServiceProcess, type Settings } from '../../../tools/testing/service-process.js';

/** A service as it runs in production, on a database of its own, and its first operator. */
export interface ProductionService {
  readonly service: ServiceProcess;
  readonly databaseUrl: string;
  readonly operator: RestClient;
}

/** Starts it, without any limit on the number of requests. */
export async function startInProduction(settings: Settings = {}): Promise<ProductionService> {
  const databaseUrl = await emptyDatabaseUrl();
  const service = await ServiceProcess.start({
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: 'https://sso.example.com',
    SECRETS_KEY: randomBytes(32).toString('base64url'),
    SCIM_REQUESTS_PER_SECOND: '0',
    ADMIN_REQUESTS_PER_SECOND: '0',
    ...settings,
  });
  return { service, databaseUrl, operator: new RestClient(service, await operatorKey(databaseUrl)) };
}

/** As `npm run operator-key` makes it. */
async function operatorKey(url: string): Promise<string> {
  const database = await Database.connect({ url, poolSize: 2 });
  const key = mintToken('api');
  const terms = { name: 'First operator', role: 'operator', permissions: null } as const;
  await database.repositories.apiKeys.insert(null, key, { ...terms, expiresAt: new Date(Date.now() + 86_400_000) });
  await database.close();
  return key.secret.reveal();
}

/** A SAML identity provider. */
export const samlSettings = {
  protocol: 'saml',
  entityId: 'https://idp.example.com/entity',
  signOnUrl: 'https://idp.example.com/sso',
  certificates: [exampleCertificate],
};

/** A sign-in through the identity provider came back, with the settings as they are or with those that are pending. */
export async function passSignInTest(
  operator: RestClient,
  connection: RestClient,
  attributes: readonly object[] = [],
): Promise<void> {
  const pending = await connection.send('GET', '/pending-revision');
  const { sso } = pending.status === 200 ? pending.body : await connection.get('');
  const { fingerprint } = sso;
  await operator.post(`${connection.path}/sso-test-results`, { fingerprint, nameId: 'ava@example.com', attributes });
}
