import type { AccountClaims } from 'oidc-provider';
import type { Repositories, SignedInAccount } from '#libs/persistence';

/** Which scope asks for which claims. An application always knows the enterprise. */
export const claimsOfScopes = {
  openid: ['sub', 'enterprise'],
  profile: ['name', 'preferred_username'],
  email: ['email'],
  organizations: ['organizations'],
  groups: ['groups'],
  roles: ['roles'],
} as const;

/** With more groups an ID token would be too long for some; userinfo has all of them. */
const MAX_GROUPS_IN_ID_TOKEN = 100;

/** What applications are told of an account; the OpenID provider leaves out what they did not ask for. */
export async function accountClaims(
  { signedInAccounts }: Pick<Repositories, 'signedInAccounts'>,
  account: SignedInAccount,
  { use, scope }: { readonly use: string; readonly scope: string },
): Promise<AccountClaims> {
  const asked = new Set(scope.split(' '));
  const { accountId, enterpriseId, enterpriseKey, enterpriseName, displayName, email, login, isAdministrator } =
    account;
  const groups = asked.has('groups') ? await signedInAccounts.groups(account) : [];
  const isLong = use === 'id_token' && groups.length > MAX_GROUPS_IN_ID_TOKEN;
  return {
    sub: accountId,
    enterprise: { id: enterpriseId, key: enterpriseKey, name: enterpriseName },
    preferred_username: login,
    ...(displayName !== null && { name: displayName }),
    ...(email !== null && { email }),
    ...(asked.has('organizations') && { organizations: await signedInAccounts.organizations(account) }),
    ...(!isLong && { groups }),
    roles: isAdministrator ? ['administrator'] : [],
  };
}
