import { type ConnectionKey, Database, type ProvisioningMode, type Repositories } from '#libs/persistence';
import { mintToken, scimScopes } from '#libs/tokens';

/** One connection, as the conformance suite is told of it. */
export interface ConnectionTarget {
  readonly name: string;
  readonly baseUrl: string;
  readonly token: string;
  readonly revokedToken: string;
  /** The same by way of a service that answers 429 soon. */
  readonly floodBaseUrl: string;
}

/** Every mode with every IdP profile is a connection. */
export interface Wanted {
  readonly modes: readonly ProvisioningMode[];
  readonly idpProfiles: readonly string[];
  readonly version: string;
  /** Without a trailing slash. */
  readonly origin: string;
  readonly floodOrigin: string;
}

const DAY_MS = 86_400_000;

/** Makes an enterprise for each connection, so that none sees another's accounts. */
export async function makeConnections(databaseUrl: string, wanted: Wanted): Promise<ConnectionTarget[]> {
  const database = await Database.connect({ url: databaseUrl, poolSize: 1 });
  try {
    return await database.transaction(async repositories => {
      const targets: ConnectionTarget[] = [];
      for (const mode of wanted.modes) {
        for (const idpProfile of wanted.idpProfiles) targets.push(await make(repositories, wanted, mode, idpProfile));
      }
      return targets;
    });
  } finally {
    await database.close();
  }
}

async function make(
  repositories: Repositories,
  { origin, floodOrigin, version }: Wanted,
  mode: ProvisioningMode,
  idpProfile: string,
): Promise<ConnectionTarget> {
  const { enterprises } = repositories;
  const name = `mode ${mode}, IdP profile ${idpProfile}`;
  const enterpriseId = await enterprises.insert({ key: `${mode}-${idpProfile}`.replaceAll('_', '-'), name });
  const connection = await enterprises.insertConnection(enterpriseId, {
    name,
    idpProfile,
    state: 'enabled',
    provisioningMode: mode,
  });
  const path = `/scim/${connection.connectionId}/v2`;
  return {
    name: `Postern ${version} (${name})`,
    baseUrl: origin + path,
    floodBaseUrl: floodOrigin + path,
    token: await makeToken(repositories, connection, 'valid'),
    revokedToken: await makeToken(repositories, connection, 'revoked'),
  };
}

async function makeToken({ scimTokens }: Repositories, connection: ConnectionKey, state: 'valid' | 'revoked') {
  const token = mintToken('scim');
  const expiresAt = new Date(Date.now() + DAY_MS);
  const id = await scimTokens.insert(connection, token, { scopes: scimScopes, expiresAt });
  if (state === 'revoked') await scimTokens.revoke(connection, id);
  return token.secret.reveal();
}
