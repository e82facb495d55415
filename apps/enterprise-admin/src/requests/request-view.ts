import type { IdpProfileId } from '#libs/idp-profiles';
import type { ConnectionKey, Repositories, ScimRequestRow, ShortLivedResource } from '#libs/persistence';
import type { RequestView } from './request.mapper.js';

const TEN_MINUTES_MS = 600_000;

/** Tells, where JumpCloud is, which requests belong to a test user or group that came and went about the time of these requests. */
export async function activationsOf(
  { scimTraffic }: Repositories,
  key: ConnectionKey,
  profile: IdpProfileId,
  rows: readonly ScimRequestRow[],
): Promise<RequestView['isOfActivation']> {
  const [newest, oldest] = [rows[0], rows.at(-1)];
  if (profile !== 'jumpcloud' || !newest || !oldest) return () => false;
  const tests = await scimTraffic.shortLived(key, { from: oldest.at, to: newest.at });
  return row => tests.some(test => isAbout(row, test));
}

/** Whether a request touches a test resource, or looks for it by its name about the time it was there. */
function isAbout(row: ScimRequestRow, { id, name, from, to }: ShortLivedResource): boolean {
  if (row.resource_id === id) return true;
  const at = Date.parse(row.at);
  const isAboutThen = at >= Date.parse(from) - TEN_MINUTES_MS && at <= Date.parse(to) + TEN_MINUTES_MS;
  return name !== null && row.resource_id === null && row.intent_subject === name && isAboutThen;
}
