import { samlOptionsOf } from '#libs/connection-health';
import { editedRevision, keyOf } from '#libs/connection-lifecycle';
import {
  digestOfMetadata,
  fetchIdpMetadata,
  IdpMetadataRefused,
  metadataChanges,
  settingsFromMetadata,
} from '#libs/idp-metadata';
import type { ConnectionKey, ConnectionRow, Database, SamlSettings } from '#libs/persistence';
import type { SafeFetch } from '#libs/safe-fetch';

const PAGE = 50;
const AT_ONCE = 4;

/** What was found at a metadata URL: the settings that it makes, or why it makes none. */
type Found = SamlSettings | IdpMetadataRefused;

/**
 * Reads the metadata of every connection again that has a URL for it, and warns of what changed. Nothing is taken over: whoever could
 * change the document could sign anybody in.
 * @returns how many were read
 */
export async function watchMetadata(
  database: Database,
  safeFetch: Pick<SafeFetch, 'get'>,
  signal?: AbortSignal,
): Promise<number> {
  let read = 0;
  let after: ConnectionKey | undefined;
  while (signal?.aborted !== true) {
    const rows = await database.repositories.connections.listWithMetadataUrl({ after, limit: PAGE });
    for (let at = 0; at < rows.length; at += AT_ONCE)
      await Promise.all(rows.slice(at, at + AT_ONCE).map(row => watch(database, safeFetch, row)));
    read += rows.length;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) break;
    after = keyOf(last);
  }
  return read;
}

async function watch(database: Database, safeFetch: Pick<SafeFetch, 'get'>, row: ConnectionRow): Promise<void> {
  const settings = watchedSettings(row);
  const { metadataUrl } = samlOptionsOf(settings);
  if (!settings || metadataUrl === null) return;
  const found = await find(safeFetch, settings, metadataUrl);
  await database.transaction(async repositories => {
    const now = await repositories.connections.findForUpdate(keyOf(row));
    const current = now && watchedSettings(now);
    // Somebody entered another URL while this one was read.
    if (!current || samlOptionsOf(current).metadataUrl !== metadataUrl) return;
    const { raisedWarnings } = repositories;
    if (found instanceof IdpMetadataRefused) {
      const evidence = { metadataUrl, reason: found.code, text: found.message };
      return raisedWarnings.raise(keyOf(row), 'METADATA_UNREACHABLE', evidence);
    }
    await raisedWarnings.clear(keyOf(row), 'METADATA_UNREACHABLE');
    const changes = metadataChanges(current, found);
    if (changes.length === 0) return raisedWarnings.clear(keyOf(row), 'METADATA_CHANGED');
    const evidence = { metadataUrl, digest: digestOfMetadata(found), changes };
    await raisedWarnings.raise(keyOf(row), 'METADATA_CHANGED', evidence);
  });
}

async function find(safeFetch: Pick<SafeFetch, 'get'>, before: SamlSettings, metadataUrl: string): Promise<Found> {
  try {
    return settingsFromMetadata(await fetchIdpMetadata(safeFetch, metadataUrl), { before, metadataUrl });
  } catch (error) {
    if (error instanceof IdpMetadataRefused) return error;
    throw error;
  }
}

/** Those that are edited: what was taken over and waits for its test is no change any more. */
function watchedSettings(row: ConnectionRow): SamlSettings | undefined {
  const settings = editedRevision(row)?.settings;
  return settings?.protocol === 'saml' ? settings : undefined;
}
