import type { ProvisioningMode } from '#libs/persistence';
import type { ScimScope } from '#libs/tokens';
import type { ConnectionFacts } from './connection-facts.js';
import { dayOf, daysAfter, stepBefore } from './moments.js';
import type { Finding } from './warning.js';

/** How many days before its end a token is warned of. */
const STEPS = [30, 7] as const;
/** For how many days a token may be unused. */
const UNUSED_DAYS = 14;

const usersScopes: readonly ScimScope[] = ['users:read', 'users:write'];
const neededScopes: Readonly<Record<ProvisioningMode, readonly ScimScope[]>> = {
  deprovision_only: usersScopes,
  users: usersScopes,
  users_and_groups: [...usersScopes, 'groups:read', 'groups:write'],
};

type Token = ConnectionFacts['tokens'][number];

/** Finds what is wrong with the tokens that were entered at the identity provider. */
export function tokenFindings({ connection, tokens }: ConnectionFacts, now: Date): readonly Finding[] {
  const live = tokens.filter(token => now < new Date(token.expires_at));
  // What has expired matters when nothing took its place.
  const watched = live.length > 0 ? live : tokens;
  return [
    ...expiring(
      watched.filter(({ replaced_by: successor }) => !live.some(({ id }) => id === successor)),
      now,
    ),
    ...insufficient(live, neededScopes[connection.provisioning_mode]),
    ...unused(live, now),
  ];
}

function expiring(tokens: readonly Token[], now: Date): readonly Finding[] {
  const ending = tokens.flatMap(token => {
    const step = stepBefore(token.expires_at, STEPS, now);
    return step === undefined ? [] : [{ ...told(token), expiresAt: token.expires_at, step }];
  });
  const [first] = ending.toSorted((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));
  if (!first) return [];
  const verb = now < new Date(first.expiresAt) ? 'expires' : 'expired';
  return [
    {
      code: 'TOKEN_EXPIRING',
      since: daysAfter(first.expiresAt, -first.step).toISOString(),
      message: `The token ${first.prefix}… ${verb} on ${dayOf(first.expiresAt)}, and no other takes its place. Make a new one and enter it at the identity provider.`,
      evidence: { tokens: ending },
    },
  ];
}

function insufficient(tokens: readonly Token[], needed: readonly ScimScope[]): readonly Finding[] {
  const lacking = tokens.map(token => ({
    ...told(token),
    missingScopes: needed.filter(scope => !token.scopes.includes(scope)),
  }));
  if (lacking.length === 0 || lacking.some(({ missingScopes }) => missingScopes.length === 0)) return [];
  return [
    {
      code: 'TOKEN_SCOPE_INSUFFICIENT',
      since: null,
      message: `No token has all the scopes that the provisioning mode needs: ${needed.join(', ')}. Make one that has, and enter it at the identity provider.`,
      evidence: { neededScopes: needed, tokens: lacking },
    },
  ];
}

function unused(tokens: readonly Token[], now: Date): readonly Finding[] {
  const idle = tokens.filter(token => token.last_used_at === null && daysAfter(token.created_at, UNUSED_DAYS) <= now);
  const [first] = idle;
  if (!first) return [];
  return [
    {
      code: 'TOKEN_UNUSED',
      since: daysAfter(first.created_at, UNUSED_DAYS).toISOString(),
      message: `The token ${first.prefix}… was made on ${dayOf(first.created_at)} and never used. Enter it at the identity provider, or revoke it.`,
      evidence: { tokens: idle.map(token => ({ ...told(token), createdAt: token.created_at })) },
    },
  ];
}

function told({ id, prefix }: Token): { readonly id: string; readonly prefix: string } {
  return { id, prefix };
}
