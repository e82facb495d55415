import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Repositories, VendorApplicationId } from '#libs/persistence';
import { readSubject } from './sign-in-subject.js';

/**
 * What an application may know of whoever is signed in: all that it asks for, since it is the vendor's own. That it knows of the
 * session is noted before it does.
 */
export async function existingGrant(
  { oidc }: KoaContextWithOIDC,
  { applicationSessions }: Pick<Repositories, 'applicationSessions'>,
) {
  const { client, session, provider } = oidc;
  const signIn = readSubject(session?.accountId);
  if (!client || !session?.accountId || !signIn) return undefined;
  const known = session.grantIdFor(client.clientId);
  const found = known === undefined ? undefined : await provider.Grant.find(known);
  const grant =
    found?.accountId === session.accountId
      ? found
      : new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
  await applicationSessions.insert({ ...signIn, applicationId: client.clientId as VendorApplicationId });
  await grant.save();
  return grant;
}
