/** What of a sign-in through Microsoft Entra ID tells which attribute of the directory the login came from. */
export interface EntraSignIn {
  readonly login: string | null;
  readonly email: string | null;
}

/**
 * The attribute of Microsoft Entra ID to map `userName` from, so that people who are provisioned are those who sign in: the one that
 * the login of a sign-in came from.
 */
export function entraUserNameSource({ login, email }: EntraSignIn, userPrincipalName: string | null): string {
  if (login === null) return 'userPrincipalName';
  if (!login.includes('@')) return 'onPremisesSamAccountName';
  const isPrincipalName = userPrincipalName === null || sameText(login, userPrincipalName);
  return !isPrincipalName && email !== null && sameText(login, email) ? 'mail' : 'userPrincipalName';
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

/**
 * The user principal name in what Entra ID sent of a person, if it is there: the NameID unless it was changed, a claim of its own, or
 * what OpenID Connect has it in.
 * @param received attributes by name with the NameID as `NameID`, or claims
 */
export function entraPrincipalNameOf(received: unknown): string | null {
  if (typeof received !== 'object' || received === null) return null;
  const values = new Map<string, unknown>(Object.entries(received));
  const candidates = [`${CLAIMS}/upn`, 'upn', 'preferred_username', 'NameID'].map(name =>
    [values.get(name)].flat().at(0),
  );
  return candidates.find((value): value is string => typeof value === 'string' && value.includes('@')) ?? null;
}
