import type { Received } from '#libs/attribute-mapping';

/** What Microsoft Entra ID sends in place of the groups of a person who has more than 200 (OpenID Connect), or 150 (SAML). */
const GROUPS_LINK = 'http://schemas.microsoft.com/claims/groups.link';

/** Finds by which claim an identity provider says that it left the groups out, because there are too many; undefined when it does not. */
export function groupsOverage(received: Received): string | undefined {
  if (typeof received !== 'object' || received === null) return undefined;
  const claims = received as Readonly<Record<string, unknown>>;
  if (GROUPS_LINK in claims) return GROUPS_LINK;
  // OpenID Connect Core §5.6.2: where else the claim is to be had.
  const names: unknown = claims['_claim_names'];
  if (typeof names === 'object' && names !== null && 'groups' in names) return '_claim_names';
  return claims['hasgroups'] === true || claims['hasgroups'] === 'true' ? 'hasgroups' : undefined;
}
