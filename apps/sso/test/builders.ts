import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { pino } from 'pino';
import { receivedFromSaml } from '#libs/attribute-mapping';
import { ssoFingerprint } from '#libs/connection-health';
import {
  type ConnectionKey,
  Database,
  type DirectoryUserId,
  type NewConnection,
  newId,
  type SignInPolicy,
  type SignInProtocol,
  signInProtocols,
  type SsoSettings,
} from '#libs/persistence';
import { planEffect, writeEffect } from '#libs/provisioning';
import {
  type AnsweredSignIn,
  samlSubjectIssuer,
  type SignedIn,
  SignIns,
  SignInTrace,
  type VerifiedPerson,
} from '#libs/sign-in';
import type { SafeFetch } from '#libs/safe-fetch';
import { loadConfig, mountServices } from '#libs/service-kit';
import { SecretBox } from '#libs/tokens';
import { workerDatabaseUrl } from '../../../tools/testing/worker-database.js';
import { type SignInToSend, SignInProtocols } from '../src/http/sign-in-protocols.js';
import { ssoMount } from '../src/sso.module.js';

type Rows = readonly Readonly<Record<string, unknown>>[];

let connected: Promise<Database> | undefined;

/** The database of the test process. */
export function testDatabase(): Promise<Database> {
  return (connected ??= anotherDatabase());
}

/** The same database as another process sees it. Whoever connects closes it. */
export async function anotherDatabase(): Promise<Database> {
  return Database.connect({ url: await workerDatabaseUrl(), poolSize: 10 });
}

/** A new enterprise with one connection: nothing of any other test is in it. */
export async function aConnection(given: Partial<NewConnection> = {}): Promise<ConnectionKey> {
  const { repositories } = await testDatabase();
  const { enterprises } = repositories;
  const enterpriseId = await enterprises.insert({ key: `test-${randomUUID()}`, name: 'Example' });
  return enterprises.insertConnection(enterpriseId, {
    name: 'Test',
    idpProfile: 'generic',
    state: 'enabled',
    provisioningMode: 'deprovision_only',
    ...given,
  });
}

/** Asks the database. */
export async function query(sql: string, values: readonly unknown[] = []): Promise<Rows> {
  return (await testDatabase()).orm.em.fork().execute(sql, [...values]);
}

const saml = {
  protocol: 'saml',
  entityId: 'https://idp.example.com/entity',
  signOnUrl: 'https://idp.example.com/sso',
  certificates: [],
} satisfies SsoSettings;

/** An enabled connection that people sign in with, and what signs them in. */
export class TestSignIns {
  private constructor(
    readonly database: Database,
    readonly connection: ConnectionKey,
    readonly fingerprint: string,
  ) {}

  static async make(given: Partial<NewConnection> & { readonly policy?: SignInPolicy } = {}): Promise<TestSignIns> {
    const { policy, ...connection } = given;
    const database = await testDatabase();
    const key = await aConnection(connection);
    await database.repositories.connections.update(key, { ssoSettings: saml, ...(policy && { signInPolicy: policy }) });
    return new TestSignIns(database, key, ssoFingerprint(saml, 0));
  }

  /** Signs somebody in as if the protocol had found nothing wrong. */
  signIn(given: Partial<VerifiedPerson> & Claims = {}, database = this.database): Promise<SignedIn> {
    const trace = this.trace();
    return new SignIns(database).complete(this.answered, aPerson(given), trace);
  }

  get answered(): AnsweredSignIn {
    const { connection, fingerprint } = this;
    return { connection, protocol: 'saml', fingerprint };
  }

  trace(): SignInTrace {
    return SignInTrace.unknown({ connection: this.connection, purpose: 'sign_in', protocol: 'saml' }, client);
  }

  /** A directory user as SCIM makes them, with what follows for accounts. */
  async provision(
    userName: string,
    given: object = {},
    meanwhile: () => Promise<void> = async () => undefined,
  ): Promise<DirectoryUserId> {
    const resource = { userName, active: true, ...given };
    return this.database.writeDirectory(this.connection, async repositories => {
      const user = await repositories.directoryUsers.insert(this.connection, newId<DirectoryUserId>(), resource);
      const planned = await planEffect(repositories, this.connection, { after: user });
      await writeEffect(repositories, this.connection, planned, ofScim);
      await meanwhile();
      return user.id;
    });
  }

  /** As SCIM deactivates somebody; `meanwhile` runs before the commit. */
  deactivate(id: DirectoryUserId, meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
    return this.database.writeDirectory(this.connection, async repositories => {
      const before = await repositories.directoryUsers.lock(this.connection, id);
      if (!before) throw new Error('Nobody is there to deactivate.');
      const resource = { ...before.resource, userName: before.userName, active: false };
      const after = await repositories.directoryUsers.update(this.connection, before, resource);
      await writeEffect(
        repositories,
        this.connection,
        await planEffect(repositories, this.connection, { before, after }),
        ofScim,
      );
      await meanwhile();
    });
  }

  accounts(): Promise<Rows> {
    return query('select * from accounts where enterprise_id = ? order by created_at, id', [
      this.connection.enterpriseId,
    ]);
  }

  async account(id: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    return (await this.accounts()).find(account => account['id'] === id);
  }

  liveSessions(): Promise<Rows> {
    return query('select * from account_sessions where enterprise_id = ? and revoked_at is null', [
      this.connection.enterpriseId,
    ]);
  }

  events(): Promise<Rows> {
    return query('select * from account_events where enterprise_id = ? order by sequence', [
      this.connection.enterpriseId,
    ]);
  }

  async warning(code: string): Promise<unknown> {
    const raised = await this.database.repositories.raisedWarnings.list(this.connection);
    return raised.find(warning => warning.code === code)?.evidence;
  }

  async attempt(id: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    return (await query('select * from sign_in_attempts where id = ?', [id]))[0];
  }
}

export const client = { ip: '192.0.2.7', userAgent: 'Mozilla/5.0' };
const ofScim = { actor: { kind: 'scim-token', id: randomUUID() }, requestId: 'scim-1' } as const;

interface Claims {
  readonly login?: string;
  readonly email?: string;
  readonly name?: string;
  readonly groups?: readonly string[];
}

/** Kim, as a SAML identity provider sends them. */
export function aPerson({
  login = 'kim@example.com',
  email,
  name,
  groups,
  ...given
}: Partial<VerifiedPerson> & Claims = {}) {
  const attributes = [
    { name: 'login', values: [login] },
    ...(email === undefined ? [] : [{ name: 'email', values: [email] }]),
    ...(name === undefined ? [] : [{ name: 'displayName', values: [name] }]),
    ...(groups ? [{ name: 'groups', values: groups }] : []),
  ];
  const subject = given.subject ?? `subject of ${login}`;
  return {
    subject,
    subjectIssuer: samlSubjectIssuer(saml.entityId, null),
    nameIdFormat: null,
    received: receivedFromSaml(subject, attributes),
    person: { nameId: subject, attributes },
    sessionIndex: '_session',
    idpSessionId: null,
    ...given,
  } satisfies VerifiedPerson;
}

/** The service on a real port, with a protocol that sends browsers nowhere: tests bring its answers themselves. */
export interface RunningSso {
  readonly server: Server;
  readonly publicUrl: string;
  /** What was sent to identity providers, the last one last. */
  readonly sent: SignInToSend[];
  /** Seals what the service opens. */
  readonly secretBox: SecretBox;
}

/** How a service of a test differs. */
export interface SsoOptions {
  /** Protocols that send browsers nowhere. */
  readonly stubs?: readonly SignInProtocol[];
  readonly safeFetch?: Pick<SafeFetch, 'get' | 'post'>;
  /** Of a second process beside another. */
  readonly database?: Database;
  readonly secretBox?: SecretBox;
}

let running: Promise<RunningSso> | undefined;

/** The service under test, started once per test process. */
export async function runningSso(): Promise<RunningSso> {
  await forgetInitiateLoginUris();
  return (running ??= startSso());
}

/** An application of another test would take over whoever signs in, where the service's own page is expected. */
async function forgetInitiateLoginUris(): Promise<void> {
  await query('update vendor_applications set initiate_login_uri = null where initiate_login_uri is not null');
}

/** A service of a test's own, with settings of its own. */
export async function startSso(
  environment: Readonly<Record<string, string>> = {},
  { stubs = signInProtocols, safeFetch, ...given }: SsoOptions = {},
): Promise<RunningSso> {
  const config = loadConfig({ PUBLIC_URL: 'https://sso.example.com', SSO_REQUESTS_PER_MINUTE: '0', ...environment });
  const publicUrl = config.PUBLIC_URL ?? '';
  await forgetInitiateLoginUris();
  const database = given.database ?? (await testDatabase());
  const secretBox = given.secretBox ?? new SecretBox([randomBytes(32)]);
  const sent: SignInToSend[] = [];
  const mount = ssoMount({ config, database, publicUrl, secretBox, ...(safeFetch && { safeFetch }) });
  const requestUrl = async (signIn: SignInToSend) => {
    sent.push(signIn);
    return `https://idp.example.com/sso?RelayState=${signIn.handle.reveal()}`;
  };
  const services = await mountServices(
    [
      {
        ...mount,
        configure: app => {
          mount.configure?.(app);
          for (const protocol of stubs) app.get(SignInProtocols).add(protocol, { requestUrl });
        },
      },
    ],
    { logger: pino({ level: 'silent' }), ready: () => database.ping() },
  );
  const server = createServer(services.listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return { server, publicUrl, sent, secretBox };
}
