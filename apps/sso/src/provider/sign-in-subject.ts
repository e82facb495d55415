import { type AccountId, type AccountSessionId, type EnterpriseId, isUuid, type SignInKey } from '#libs/persistence';

/**
 * Who is signed in, in which session, as the one text that the OpenID provider keeps with everything it makes: so each of them ends
 * with the session. Applications are told of the account alone.
 */
export function toSubject({ enterpriseId, accountId, accountSessionId }: SignInKey): string {
  return [enterpriseId, accountId, accountSessionId].join('.');
}

/** Reads such a text; undefined when it is none. */
export function readSubject(subject: unknown): SignInKey | undefined {
  if (typeof subject !== 'string') return undefined;
  const parts = subject.split('.');
  if (parts.length !== 3 || !parts.every(isUuid)) return undefined;
  const [enterpriseId, accountId, accountSessionId] = parts;
  return {
    enterpriseId: enterpriseId as EnterpriseId,
    accountId: accountId as AccountId,
    accountSessionId: accountSessionId as AccountSessionId,
  };
}
