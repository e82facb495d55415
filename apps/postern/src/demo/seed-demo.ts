import { type ConnectionKey, type Database, type Repositories, setupFeatures } from '#libs/persistence';
import { defaultTokenDays, hashToken, isSameHash, mintToken, scimScopes } from '#libs/tokens';
import { type Demo, readDemoFile, writeDemoFile } from './demo-file.js';

/** Where the demo is reached and where its file lies. */
export interface DemoPlace {
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly dataDirectory: string;
}

const ENTERPRISE_KEY = 'demo';
const DAY_MS = 86_400_000;
const SETUP_LINK_DAYS = 5;
const SETUP_LINK_OPENS = 20;

/**
 * Makes a demo enterprise with an organization and one enabled connection, once; later starts keep it, with the same
 * token as long as `demo.json` still has it.
 */
export async function seedDemo(database: Database, { publicUrl, dataDirectory }: DemoPlace): Promise<Demo> {
  const known = await readDemoFile(dataDirectory);
  const demo = await database.transaction(async repositories => {
    const [existing, existingDraft] = await repositories.enterprises.findConnections(ENTERPRISE_KEY);
    const connection = existing ?? (await makeConnection(repositories));
    const draft = existingDraft ?? (await makeDraft(repositories, connection));
    return {
      publicUrl,
      scimBaseUrl: `${publicUrl}/scim/${connection.connectionId}/v2`,
      scimToken: await scimToken(repositories, connection, known.scimToken),
      adminBaseUrl: `${publicUrl}/api/v1`,
      adminApiKey: await adminApiKey(repositories, known.adminApiKey),
      enterpriseId: connection.enterpriseId,
      connectionId: connection.connectionId,
      assistantUrl: `${publicUrl}/assistant/#${await setupSecret(repositories, draft)}`,
    };
  });
  await writeDemoFile(dataDirectory, demo);
  return demo;
}

async function makeConnection({ enterprises }: Repositories): Promise<ConnectionKey> {
  const enterpriseId = await enterprises.insert({ key: ENTERPRISE_KEY, name: 'Demo Enterprise' });
  await enterprises.insertOrganization(enterpriseId, { key: 'demo', name: 'Demo Organization' });
  return enterprises.insertConnection(enterpriseId, {
    name: 'Demo connection',
    idpProfile: 'generic',
    state: 'enabled',
    provisioningMode: 'users',
  });
}

/** A connection for the setup assistant: nothing of it is set up. */
function makeDraft({ enterprises }: Repositories, { enterpriseId }: ConnectionKey): Promise<ConnectionKey> {
  return enterprises.insertConnection(enterpriseId, {
    name: 'Company sign-in',
    idpProfile: 'okta',
    state: 'draft',
    provisioningMode: 'deprovision_only',
  });
}

/** A setup link of every start's own: that of the last one may have been opened as often as it can. */
async function setupSecret({ setupLinks }: Repositories, connection: ConnectionKey): Promise<string> {
  const token = mintToken('setup');
  const expiresAt = new Date(Date.now() + SETUP_LINK_DAYS * DAY_MS);
  await setupLinks.insert(connection, token, { features: setupFeatures, maxOpens: SETUP_LINK_OPENS, expiresAt });
  return token.secret.reveal();
}

/** The token of `demo.json` while it is accepted; else a new one, in place of those whose secret is lost. */
async function scimToken(
  { scimTokens }: Repositories,
  connection: ConnectionKey,
  known: string | undefined,
): Promise<string> {
  const accepted = await scimTokens.findAccepted(connection.connectionId);
  const isLive = (hash: Uint8Array) =>
    accepted.some(token => isSameHash(token.hash, hash) && Date.parse(token.expiresAt) > Date.now());
  if (known !== undefined && isLive(hashToken(known))) return known;
  for (const token of accepted) await scimTokens.revoke(connection, token.tokenId);
  const token = mintToken('scim');
  await scimTokens.insert(connection, token, { scopes: scimScopes, expiresAt: inOneYear() });
  return token.secret.reveal();
}

async function adminApiKey({ enterprises }: Repositories, known: string | undefined): Promise<string> {
  if (known !== undefined && (await enterprises.isOperatorKey(hashToken(known), new Date()))) return known;
  const key = mintToken('api');
  await enterprises.insertOperatorKey(key, inOneYear());
  return key.secret.reveal();
}

function inOneYear(): Date {
  return new Date(Date.now() + defaultTokenDays * DAY_MS);
}
