import { Agent, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import supertest from 'supertest';
import { type ConnectionKey, Database, type NewConnection } from '#libs/persistence';
import { createHttpServer, createLogger, loadConfig, mountServices } from '#libs/service-kit';
import { mintToken, type ScimScope, scimScopes } from '#libs/tokens';
import { workerDatabaseUrl } from '../../../tools/testing/worker-database.js';
import { oauthMetadataMount, scimMount } from '../src/scim.module.js';

/** The SCIM service on a real port, with its database. */
export interface RunningScim {
  readonly server: Server;
  readonly origin: string;
  readonly database: Database;
  close(): Promise<void>;
}

/** A test is faster than an identity provider, and may use every connection to the database. */
const settingsOfTests = {
  DATABASE_POOL_SIZE: '10',
  SCIM_CONCURRENT_REQUESTS: '10',
  SCIM_REQUESTS_PER_SECOND: '0',
};

/** A connection for every request takes a tenth of its time. */
const keptConnections = new Agent({ keepAlive: true });

let running: Promise<RunningScim> | undefined;
let made = 0;

/** The service under test, started once per test process. */
export function runningScim(): Promise<RunningScim> {
  return (running ??= startScim());
}

/** A service of a test's own, with settings of its own; `log` gets every line of its log. Whoever starts it closes it. */
export async function startScim(
  environment: Readonly<Record<string, string>> = {},
  log?: (line: string) => void,
): Promise<RunningScim> {
  const config = loadConfig({ ...settingsOfTests, ...environment });
  const database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: config.DATABASE_POOL_SIZE });
  const server = createHttpServer(config);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const logger = log ? createLogger({ LOG_LEVEL: 'debug' }, { write: log }) : pino({ level: 'silent' });
  const publicUrl = config.PUBLIC_URL ?? origin;
  const mounts = [scimMount({ database, publicUrl, config }), oauthMetadataMount({ publicUrl, config })];
  const services = await mountServices(mounts, { logger, ready: () => database.ping() });
  server.on('request', services.listener);
  const close = async () => {
    server.close().closeAllConnections();
    await services.close();
    await database.close();
  };
  return { server, origin, database, close };
}

/** A new enterprise with one connection and its token: nothing of any other test is in it. */
export async function aConnection(
  given: Partial<NewConnection> & { scopes?: readonly ScimScope[]; expiresAt?: Date } = {},
  service?: RunningScim,
): Promise<TestConnection> {
  const { database, server, origin } = service ?? (await runningScim());
  const { scopes = scimScopes, expiresAt = new Date(Date.now() + 86_400_000), ...connection } = given;
  const token = mintToken('scim');
  const key = await database.transaction(async ({ enterprises, scimTokens }) => {
    const enterpriseId = await enterprises.insert({
      key: `test-${process.pid}-${Date.now()}-${made++}`,
      name: 'Example',
    });
    const inserted = await enterprises.insertConnection(enterpriseId, {
      name: 'Test',
      idpProfile: 'generic',
      state: 'enabled',
      provisioningMode: 'users',
      ...connection,
    });
    await scimTokens.insert(inserted, token, { scopes, expiresAt });
    return inserted;
  });
  return new TestConnection(server, database, key, token.secret.reveal(), `${origin}/scim/${key.connectionId}/v2`);
}

/** A resource as tests look at it. */
export interface TestResource {
  readonly id: string;
  readonly meta: Readonly<Record<'resourceType' | 'created' | 'lastModified' | 'location' | 'version', string>>;
  readonly [name: string]: unknown;
}

/** A ListResponse as tests look at it. */
export interface TestList {
  readonly totalResults: number;
  readonly startIndex?: number;
  readonly itemsPerPage: number;
  readonly nextCursor?: string;
  readonly Resources: readonly TestResource[];
}

/** An account as tests look at it. */
export interface TestAccount {
  readonly id: string;
  readonly login: string;
  readonly email: string | null;
  readonly display_name: string | null;
  readonly state: 'active' | 'suspended';
  readonly directory_user_id: string | null;
}

/** One connection as its identity provider sees it, and its enterprise's accounts. */
export class TestConnection {
  constructor(
    private readonly server: Server,
    private readonly database: Database,
    readonly key: ConnectionKey,
    readonly token: string,
    /** Absolute, without a trailing slash. */
    readonly baseUrl: string,
  ) {}

  /** A request to a path below the base URL, exactly as written, with the connection's token. */
  send(method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, body?: object): supertest.Test {
    const request = this.sendBare(method, path).set('Authorization', `Bearer ${this.token}`);
    return body === undefined
      ? request
      : request.set('Content-Type', 'application/scim+json; charset=utf-8').send(JSON.stringify(body));
  }

  /** The same without any credential. */
  sendBare(method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string): supertest.Test {
    return supertest(this.server)[method](`/scim/${this.key.connectionId}/v2${path}`).agent(keptConnections);
  }

  /** The resource that a POST makes. */
  async create(endpoint: 'Users' | 'Groups', body: object): Promise<TestResource> {
    return (await this.send('post', `/${endpoint}`, body).expect(201)).body;
  }

  /** Many users at once, straight into the database. @returns their ids, in order */
  async manyUsers(count: number): Promise<string[]> {
    const { id } = await this.create('Users', aUser());
    const copies: { id: string }[] = await this.database.orm.em.fork().execute(
      `insert into directory_users
         (enterprise_id, connection_id, id, user_name, user_name_key, active, attributes, search, terms)
       select enterprise_id, connection_id, gen_random_uuid(), user_name || n, user_name_key || n, active, attributes, search, terms
       from directory_users, generate_series(2, ?) as n where id = ?
       returning id`,
      [count, id],
    );
    return [id, ...copies.map(copy => copy.id)].toSorted();
  }

  /** A list, by a GET with these parameters. */
  async list(endpoint: '' | 'Users' | 'Groups', parameters: Readonly<Record<string, string>>): Promise<TestList> {
    return (await this.send('get', `/${endpoint}${toQuery(parameters)}`).expect(200)).body;
  }

  /** The enterprise's accounts with this login, oldest first. */
  async accounts(login: string): Promise<TestAccount[]> {
    const rows: unknown = await this.database.orm.em
      .fork()
      .execute(
        'select id, login, email, display_name, state, directory_user_id from accounts where enterprise_id = ? and login = ? order by id',
        [this.key.enterpriseId, login],
      );
    return rows as TestAccount[];
  }

  /** The only account with this login; fails when there are more. */
  async account(login: string): Promise<TestAccount | undefined> {
    const found = await this.accounts(login);
    if (found.length > 1) throw new Error(`${found.length} accounts have the login ${login}`);
    return found[0];
  }

  /** An account that was there before the directory said anything of the person, as a sign-in makes it. */
  async localAccount(login: string): Promise<void> {
    await this.database.orm.em
      .fork()
      .execute(
        'insert into accounts (enterprise_id, id, login, login_key) values (?, gen_random_uuid(), ?, lower(?))',
        [this.key.enterpriseId, login, login],
      );
  }
}

/** A user as an identity provider creates it. */
export function aUser(given: object = {}): { userName: string; [name: string]: unknown } {
  const number = made++;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `person${number}@example.com`,
    name: { givenName: 'Ava', familyName: `Lind${number}` },
    emails: [{ primary: true, type: 'work', value: `person${number}@example.com` }],
    active: true,
    ...given,
  };
}

/** A group as an identity provider creates it. */
export function aGroup(given: object = {}): { displayName: string; [name: string]: unknown } {
  return { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: `Team ${made++}`, ...given };
}

/** The query of a URL, question mark included. */
export function toQuery(parameters: Readonly<Record<string, string>>): string {
  return `?${new URLSearchParams(parameters).toString()}`;
}

/** A PatchOp message. */
export function aPatch(...operations: object[]) {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
}
