import { idpProfile } from '#libs/idp-profiles';
import type { ActiveConnection, Database, OtherLogin, Repositories, ScimRequestRow } from '#libs/persistence';
import { entraFlag, lintTraffic, toLoggedRequest } from '#libs/request-log';
import { readTestedLogin } from './read-tested-login.js';

/** Longer than from one look to the next, so that none is missed. */
const LOOK_BACK_MS = 180_000;
/** Of each connection. */
const LOOKED_AT = 200;
/** How a warning that was raised here is told from one of others. */
const SEEN_IN = 'SCIM requests';

/** Looks at the connections that have sent something lately, and at those that have not for too long. */
export async function watchTraffic(
  { repositories }: Database,
  { now = new Date(), signal }: { readonly now?: Date; readonly signal?: AbortSignal } = {},
): Promise<void> {
  await watchSilence(repositories, now);
  const since = new Date(now.getTime() - LOOK_BACK_MS);
  for (const connection of await repositories.scimTraffic.activeSince(since)) {
    if (signal?.aborted) return;
    await watchConnection(repositories, connection);
  }
}

async function watchSilence({ scimTraffic, raisedWarnings }: Repositories, now: Date): Promise<void> {
  for (const { hours, isSilent, ...connection } of await scimTraffic.silence(now)) {
    if (isSilent) await raisedWarnings.raise(connection, 'IDP_SILENT', { seenIn: SEEN_IN, silentForHours: hours });
    else await raisedWarnings.clear(connection, 'IDP_SILENT');
  }
}

async function watchConnection(repositories: Repositories, connection: ActiveConnection): Promise<void> {
  const rows = await repositories.scimRequests.list(connection, {
    limit: LOOKED_AT,
    filter: { withoutRehearsals: true },
  });
  await watchFlag(repositories, connection, rows);
  await watchLogins(repositories, connection, rows);
}

async function watchFlag(
  { raisedWarnings }: Repositories,
  connection: ActiveConnection,
  rows: readonly ScimRequestRow[],
): Promise<void> {
  const { id: profile } = idpProfile(connection.idpProfile);
  const requests = rows.map(toLoggedRequest);
  const verdict = entraFlag(requests);
  if (verdict === 'right') await raisedWarnings.clear(connection, 'ENTRA_FLAG_MISSING');
  if (verdict !== 'wrong') return;
  const found = lintTraffic({ profile, requests }).find(({ code }) => code === 'ENTRA_FLAG_MISSING');
  await raisedWarnings.raise(connection, 'ENTRA_FLAG_MISSING', {
    seenIn: SEEN_IN,
    requests: found?.requestIds ?? [],
    count: found?.count ?? 0,
  });
}

/** The evidence of a warning that was raised here. */
interface LoginEvidence {
  readonly seenIn?: string;
  readonly people?: readonly OtherLogin[];
}

/** Compares the userName of whoever was touched lately, and of those who were wrong before, with what they sign in with. */
async function watchLogins(
  repositories: Repositories,
  connection: ActiveConnection,
  rows: readonly ScimRequestRow[],
): Promise<void> {
  const { raisedWarnings, scimTraffic } = repositories;
  const raised = (await raisedWarnings.list(connection)).find(({ code }) => code === 'LOGIN_MISMATCH');
  const evidence: LoginEvidence | undefined = raised?.evidence;
  const touched = rows.filter(row => row.resource_type === 'User').map(row => row.resource_id);
  const wrongBefore = (evidence?.people ?? []).map(({ directoryUserId }) => directoryUserId);
  const ids = new Set([...touched, ...wrongBefore].filter(id => id !== null));
  const tested = await readTestedLogin(repositories, connection);
  const people = [...(await scimTraffic.otherLogins(connection, [...ids])), ...(tested ? [tested] : [])];
  if (people.length > 0) await raisedWarnings.raise(connection, 'LOGIN_MISMATCH', { seenIn: SEEN_IN, people });
  else if (evidence?.seenIn === SEEN_IN) await raisedWarnings.clear(connection, 'LOGIN_MISMATCH');
}
