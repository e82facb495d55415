import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientSecretContext } from '#libs/connection-lifecycle';
import { type ConnectionKey, Database } from '#libs/persistence';
import { mintToken, scimScopes, Secret, SecretBox } from '#libs/tokens';
import { startOpenIdProvider, type TestOpenIdProvider } from '../../../tools/testing/openid-provider.js';
import { ScimClient } from './rest-client.js';
import { type ProductionService, startInProduction } from './set-up.js';

const kim = { sub: 'kim-1', email: 'kim@example.com', preferred_username: 'kim@example.com', name: 'Kim Doe' };
const idpSecret = 'a secret between the identity provider and Postern';
const key = randomBytes(32);
const inAnHour = () => new Date(Date.now() + 3_600_000);

let started: ProductionService;
let database: Database;
let idp: TestOpenIdProvider;
let application: ChildProcess;
let browser: Browser;
let connection: ConnectionKey;
let applicationUrl: string;

beforeAll(async () => {
  const [port, applicationPort] = [await freePort(), await freePort()];
  const publicUrl = `http://127.0.0.1:${port}`;
  applicationUrl = `http://127.0.0.1:${applicationPort}`;
  started = await startInProduction({
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    SECRETS_KEY: key.toString('base64'),
    ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8',
  });
  database = await Database.connect({ url: started.databaseUrl, poolSize: 2 });
  await connect(publicUrl);
  const made = await started.operator.post('/vendor-applications', {
    name: 'Example',
    redirectUris: [`${applicationUrl}/callback`],
    backchannelLogoutUri: `${applicationUrl}/backchannel-logout`,
  });
  application = spawn(
    process.execPath,
    [fileURLToPath(new URL('../../../examples/vendor-app/main.ts', import.meta.url))],
    {
      env: {
        ISSUER: `${publicUrl}/sso`,
        CLIENT_ID: made.id,
        CLIENT_SECRET: made.secret,
        PORT: String(applicationPort),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await new Promise(resolve => application.stdout?.once('data', resolve));
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
});

afterAll(async () => {
  await browser.close();
  application.kill();
  await idp.close();
  await database.close();
  await started.service.stop();
});

/** An enterprise with an OpenID provider of its own. */
async function connect(publicUrl: string): Promise<void> {
  const { enterprises, connections } = database.repositories;
  const enterpriseId = await enterprises.insert({ key: 'acme', name: 'Acme' });
  connection = await enterprises.insertConnection(enterpriseId, {
    name: 'Acme',
    idpProfile: 'generic',
    state: 'enabled',
    provisioningMode: 'users',
  });
  const redirectUri = `${publicUrl}/sso/${connection.connectionId}/oidc/callback`;
  idp = await startOpenIdProvider([{ client_id: 'postern', client_secret: idpSecret, redirect_uris: [redirectUri] }]);
  idp.signInAs(kim);
  const sealed = await new SecretBox([key]).seal(new Secret(idpSecret), clientSecretContext(connection));
  await connections.update(connection, {
    ssoSettings: {
      protocol: 'oidc',
      issuer: idp.issuer,
      clientId: 'postern',
      clientAuthentication: 'client_secret_basic',
      sealedClientSecret: sealed,
    },
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** The directory of the enterprise, over SCIM. */
async function directory(): Promise<ScimClient> {
  const token = mintToken('scim');
  await database.repositories.scimTokens.insert(connection, token, { scopes: scimScopes, expiresAt: inAnHour() });
  const baseUrl = `${started.service.origin}/scim/${connection.connectionId}/v2`;
  return new ScimClient(started.service, baseUrl, token.secret.reveal());
}

it('a person signs in to the application, and is out within a second of the deactivation over SCIM', async () => {
  const scim = await directory();
  const user = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: kim.preferred_username,
    active: true,
  };
  const { id } = await scim.send('POST', '/Users', user);
  const page = await browser.newPage();
  await page.goto(applicationUrl);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail address, or key of your enterprise').fill('acme');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Hello' }).waitFor();
  expect(await page.textContent('main')).toContain('of Acme');

  const deactivation = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'active', value: false }],
  };
  expect((await scim.send('PATCH', `/Users/${id}`, deactivation)).status).toBe(200);
  const isOut = async () => (await page.reload(), await page.getByRole('heading').textContent());
  await expect.poll(isOut, { timeout: 1000, interval: 50 }).toBe('You are not signed in');

  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail address, or key of your enterprise').fill('acme');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sign-in failed' }).waitFor();
  await page.close();
});
