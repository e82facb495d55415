import { healthOf } from '#libs/connection-health';
import { explainTest, storedIntent, tellArrival, toLoggedRequest } from '#libs/request-log';
import { sentenceOfCode } from '#libs/sign-in';
import type { SignInAttemptRow } from '#libs/persistence';
import type { AdminPrincipal } from '../../http/caller.js';
import { masked } from '../../http/masked.js';
import { toScimRequest } from '../request.mapper.js';
import type { LiveConnection, LiveRequest, LiveSignIn } from './live.dto.js';
import type { ConnectionItem, LoggedItem, RequestItem, SignInItem } from './live-item.js';

/**
 * Whether somebody is told of it. Whoever sets single sign-on up hears of the tests; who signs in otherwise is for administrators.
 */
export function mayHear({ permissions, role }: AdminPrincipal, item: LoggedItem): boolean {
  if (item.kind === 'request') return permissions.has('requests:read');
  return role !== 'setup' || (item.row.purpose === 'test' && permissions.has('connections:write'));
}

/** A request as the caller may see it. */
export function toLiveRequest({ row, profile, isOfActivation }: RequestItem, principal: AdminPrincipal): LiveRequest {
  const request = toScimRequest(row, { principal, profile, isOfActivation: () => isOfActivation });
  const didNotProve = explainTest(toLoggedRequest(row), { profile, isOfActivation })?.didNotProve ?? null;
  const { subject } = request.intent;
  const told = tellArrival({
    dialect: dialectOf(row.dialect),
    intent: { ...storedIntent(row), subject },
    status: row.status,
    didNotProve,
    isRehearsal: row.rehearsal_id !== null,
  });
  return { ...request, told, didNotProve };
}

/** An attempt to sign in as the caller may see it. */
export function toLiveSignIn({ row }: SignInItem, principal: AdminPrincipal): LiveSignIn {
  const { id, at, purpose, protocol, outcome, code, login } = row;
  return {
    id,
    at,
    finishedAt: row.finished_at ?? null,
    purpose,
    protocol,
    outcome,
    code: code ?? null,
    login: masked(principal, login ?? null),
    told: tellSignIn(row),
  };
}

/** What a connection is. */
export function toLiveConnection({ row, warnings }: ConnectionItem): LiveConnection {
  return {
    state: row.state,
    paused: row.paused ?? null,
    mode: row.provisioning_mode,
    version: row.version,
    health: healthOf(warnings),
    warnings: warnings.map(({ code, severity, message, clickPath }) => ({ code, severity, message, clickPath })),
  };
}

function tellSignIn({ outcome, purpose, code }: Pick<SignInAttemptRow, 'outcome' | 'purpose' | 'code'>): string {
  const what = purpose === 'test' ? 'test sign-in' : 'sign-in';
  switch (outcome) {
    case 'begun':
      return `A ${what} has begun at the identity provider.`;
    case 'tested':
      return `A ${what} came back from the identity provider.`;
    case 'signed_in':
      return 'Somebody signed in.';
    case 'refused':
      return `A ${what} was refused. ${sentenceOfCode(code ?? '')}`;
  }
}

function dialectOf(stored: string): Parameters<typeof tellArrival>[0]['dialect'] {
  const known = (['okta', 'entra-id', 'jumpcloud'] as const).find(dialect => dialect === stored);
  return known ?? 'unknown';
}
