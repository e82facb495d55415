import { randomBytes } from 'node:crypto';
import { Agent, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import supertest from 'supertest';
import { ssoFingerprint } from '#libs/connection-health';
import type { DomainResolver } from '#libs/domains';
import { type ApiKeyRole, type ConnectionKey, Database, type EnterpriseId, type SetupFeature } from '#libs/persistence';
import { PrivateNetworks } from '#libs/safe-fetch';
import { createHttpServer, createLogger, loadConfig, mountServices } from '#libs/service-kit';
import { csrfTokenOf, mintToken, SecretBox } from '#libs/tokens';
import { workerDatabaseUrl } from '../../../tools/testing/worker-database.js';
import { enterpriseAdminMount } from '../src/enterprise-admin.module.js';
import { validCertificate } from './certificates.js';
import { DiscoveryOfTests } from './discovery-of-tests.js';

/** The administration service on a real port, with its database. */
export interface RunningAdmin {
  readonly server: Server;
  readonly origin: string;
  readonly database: Database;
  close(): Promise<void>;
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What every service of a test seals with. */
export const testSecretBox = new SecretBox([randomBytes(32)]);

/** A connection for every request takes a tenth of its time. */
const keptConnections = new Agent({ keepAlive: true });

/** What is small is done in the request; nothing else is done. */
export const noWorker = {
  queue: async () => undefined,
  send: async () => undefined,
  sendAll: async () => undefined,
};

/** What TXT records a name has, for tests that say so. */
export const dns = new Map<string, readonly string[] | undefined>();
const testDns: DomainResolver = { txt: async name => (dns.has(name) ? dns.get(name) : []) };

const DAY_MS = 86_400_000;
/** Tests send more wrong keys than an attacker. */
const settingsOfTests = { ADMIN_FAILED_AUTHENTICATIONS_PER_MINUTE: '0' };

let running: Promise<RunningAdmin> | undefined;
let made = 0;

/** The service under test, started once per test process. */
export function runningAdmin(): Promise<RunningAdmin> {
  return (running ??= startAdmin());
}

/** What a service of a test's own is made with. */
interface AdminOptions {
  readonly databaseUrl?: string;
  readonly publicUrl?: string;
  readonly domainResolver?: DomainResolver;
  readonly environment?: Readonly<Record<string, string>>;
  /** Gets every line of the log, at the level `debug`. */
  readonly log?: (line: string) => void;
}

/** A service of a test's own. Whoever starts it closes it. */
export async function startAdmin({
  databaseUrl,
  publicUrl,
  environment,
  domainResolver = testDns,
  log,
}: AdminOptions = {}): Promise<RunningAdmin> {
  const config = loadConfig({ ...settingsOfTests, ...environment });
  const database = await Database.connect({ url: databaseUrl ?? (await workerDatabaseUrl()), poolSize: 5 });
  const server = createHttpServer(config);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const mount = enterpriseAdminMount({
    config,
    database,
    jobs: noWorker,
    publicUrl: publicUrl ?? origin,
    secretBox: testSecretBox,
    domainResolver,
    safeFetch: new DiscoveryOfTests({
      allowedPrivateNetworks: PrivateNetworks.parse(config.ALLOWED_PRIVATE_NETWORKS),
    }),
  });
  const logger = log ? createLogger({ LOG_LEVEL: 'debug' }, { write: log }) : pino({ level: 'silent' });
  const services = await mountServices([mount], { logger, ready: () => database.ping() });
  server.on('request', services.listener);
  const close = async () => {
    server.close().closeAllConnections();
    await services.close();
    await database.close();
  };
  return { server, origin, database, close };
}

/** Somebody with an API key, or without one. */
export class TestCaller {
  constructor(
    private readonly server: Server,
    readonly apiKey: string | undefined,
    /** Sent with every request. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** The same somebody at another server. */
  at(server: Server): TestCaller {
    return new TestCaller(server, this.apiKey, this.headers);
  }

  /** A request to a path below `/api/v1`. */
  send(method: Method, path: string, body?: object): supertest.Test {
    const request = supertest(this.server)[method](`/api/v1${path}`).agent(keptConnections).set(this.headers);
    if (this.apiKey !== undefined) request.set('Authorization', `Bearer ${this.apiKey}`);
    return body === undefined ? request : request.send(body);
  }

  /** What a POST makes. */
  async create(path: string, body: object): Promise<{ readonly id: string; readonly [name: string]: unknown }> {
    return (await this.send('post', path, body).expect(201)).body;
  }
}

/** Somebody with a new key: of all enterprises, or of one. */
export async function aCaller(
  role: ApiKeyRole,
  enterpriseId: string | null = null,
  { expiresAt = new Date(Date.now() + DAY_MS), isRevoked = false } = {},
): Promise<TestCaller> {
  const { server, database } = await runningAdmin();
  const key = mintToken('api');
  await database.orm.em.fork().execute(
    `insert into api_keys (id, enterprise_id, name, role, prefix, hash, expires_at, revoked_at)
     values (gen_random_uuid(), ?, 'Test', ?, ?, ?, ?, ?)`,
    [enterpriseId, role, key.prefix, key.hash, expiresAt, isRevoked ? new Date() : null],
  );
  return new TestCaller(server, key.secret.reveal());
}

/** A new enterprise and its administrator. */
export async function anEnterprise(): Promise<{
  readonly id: EnterpriseId;
  readonly key: string;
  /** Below `/api/v1`. */
  readonly path: string;
  readonly administrator: TestCaller;
}> {
  const { database } = await runningAdmin();
  const key = aKey();
  const id = await database.repositories.enterprises.insert({ key, name: 'Example' });
  return { id, key, path: `/enterprises/${id}`, administrator: await aCaller('enterprise_admin', id) };
}

/** Sets single sign-on of a connection up, tested with everything that is required. Provisioning is not blocked then. */
export async function passSignInTest(key: ConnectionKey): Promise<void> {
  const { database } = await runningAdmin();
  const ssoSettings = {
    protocol: 'saml',
    entityId: 'https://idp.example.com/entity',
    signOnUrl: 'https://idp.example.com/sso',
    certificates: [validCertificate],
  } as const;
  const fingerprint = ssoFingerprint(ssoSettings, 0);
  await database.repositories.connections.update(key, {
    ssoSettings,
    ssoTest: { fingerprint, testedAt: new Date().toISOString(), missing: [], person: {} },
  });
}

/** A connection of an enterprise whose provisioning is not blocked. */
export async function aTestedConnection(enterpriseId: EnterpriseId, idpProfile = 'okta'): Promise<ConnectionKey> {
  const { database } = await runningAdmin();
  const { id } = await database.repositories.connections.insert(enterpriseId, { name: 'Test', idpProfile });
  const key = { enterpriseId, connectionId: id };
  await passSignInTest(key);
  return key;
}

/** A key that nothing else has. */
export function aKey(): string {
  return `test-${process.pid}-${Date.now()}-${made++}`;
}

/** The audit log of an enterprise, oldest first, with the chain left out. */
export async function auditLog(enterpriseId: string): Promise<{ action: string; [name: string]: unknown }[]> {
  const { database } = await runningAdmin();
  return database.orm.em
    .fork()
    .execute(
      'select action, actor, target, before, after, request_id from audit_events where enterprise_id = ? order by sequence',
      [enterpriseId],
    );
}

/** Nothing is published, as in a new installation: what other tests make begins with the mapping that is built in. */
export async function forgetMappings(): Promise<void> {
  const { database } = await runningAdmin();
  await database.orm.em.fork().execute('delete from attribute_mappings');
}

/** Somebody in the setup session of a link with these features, made without opening one. */
export async function aSetupSession(connection: ConnectionKey, features: readonly SetupFeature[]): Promise<TestCaller> {
  const { server, database } = await runningAdmin();
  const { setupLinks, setupSessions } = database.repositories;
  const soon = new Date(Date.now() + DAY_MS);
  const { id } = await setupLinks.insert(connection, mintToken('setup'), { features, maxOpens: 1, expiresAt: soon });
  const token = mintToken('session');
  await setupSessions.insert({ ...connection, id }, token, soon);
  const secret = token.secret.reveal();
  const headers = { Cookie: `__Host-postern-setup=${secret}`, 'X-CSRF-Token': csrfTokenOf(secret) };
  return new TestCaller(server, undefined, headers);
}

/** Looks at what enabling a connection does, and enables it. */
export async function enableConnection(administrator: TestCaller, connection: string): Promise<supertest.Response> {
  const { id } = await administrator.create(`${connection}/impact-previews`, { purpose: { kind: 'enable' } });
  return administrator.send('post', `${connection}/enable`, { previewId: id });
}
