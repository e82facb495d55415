import { mapAttributes } from '#libs/attribute-mapping';
import { readMappings, receivedInTest } from '#libs/connection-health';
import { idpProfile } from '#libs/idp-profiles';
import type { ConnectionKey, OtherLogin, Repositories } from '#libs/persistence';

/** Gives the person of the last sign-in test when the directory has them under another userName than the login they came with. */
export async function readTestedLogin(repositories: Repositories, key: ConnectionKey): Promise<OtherLogin | undefined> {
  const connection = await repositories.connections.find(key);
  if (!connection?.sso_test || !connection.sso_settings) return undefined;
  const { accepted } = await readMappings(repositories, connection);
  const { id: profile } = idpProfile(connection.idp_profile);
  const received = receivedInTest(connection.sso_test);
  const { login, email } = mapAttributes(accepted.mapping, connection.sso_settings.protocol, profile, received).account;
  if (login === null) return undefined;
  const person = await repositories.scimTraffic.personOf(key, { login, email });
  return person && person.userName.toLowerCase() !== login.toLowerCase() ? person : undefined;
}
