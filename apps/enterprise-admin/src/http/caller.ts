import { hash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type {
  ApiKeyId,
  ApiKeyRole,
  AuditActor,
  Cause,
  ConnectionId,
  EnterpriseId,
  IdempotentRequestKey,
} from '#libs/persistence';
import { AdminProblem } from './admin-problem.js';
import type { Permission } from './permissions.js';
import { requestIdOf } from './request-id.js';

/** Who is asking: by an API key, or in the session that a setup link has opened. */
export interface AdminPrincipal {
  /** As the audit log names them. */
  readonly actor: AuditActor;
  /** The id of the API key or of the setup session. */
  readonly credentialId: string;
  /** Null for a key of all enterprises. */
  readonly enterpriseId: EnterpriseId | null;
  /** The one connection that a setup session reaches; null for an API key. */
  readonly connectionId: ConnectionId | null;
  readonly role: ApiKeyRole | 'setup';
  readonly permissions: ReadonlySet<Permission>;
  /** SHA-256 of the key or of the session's secret. */
  readonly keyHash: Uint8Array;
}

/** A request as services see it: who asks, and on which conditions. */
export interface Caller extends AdminPrincipal {
  readonly requestId: string;
  /** The path that was asked for, without the query. */
  readonly path: string;
  readonly ifMatch: string | undefined;
  readonly idempotentRequest: IdempotentRequestKey | undefined;
}

/** Who changes an account, for the event that tells of it. */
export function causeOf({ actor, requestId }: Pick<Caller, 'actor' | 'requestId'>): Cause {
  return { actor, requestId };
}

/** The key that somebody comes with, and with which ends what it lets others do. Setup sessions make neither keys nor links. */
export function apiKeyOf({ actor, credentialId }: Pick<Caller, 'actor' | 'credentialId'>): ApiKeyId {
  if (actor.kind !== 'api-key') throw AdminProblem.forbidden('This needs an API key.');
  return credentialId as ApiKeyId;
}

const IDEMPOTENCY_KEY = /^[\u0021-\u007e]{1,255}$/;

/** Gives a handler the {@link Caller}. */
export const FromCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const request = context.switchToHttp().getRequest<Request & { user: AdminPrincipal }>();
  return {
    ...request.user,
    requestId: requestIdOf(request),
    path: request.originalUrl.split('?')[0] ?? '',
    ifMatch: request.headers['if-match'],
    idempotentRequest: idempotentRequestOf(request),
  };
});

function idempotentRequestOf(request: Request & { user: AdminPrincipal }): IdempotentRequestKey | undefined {
  const key = request.get('Idempotency-Key');
  if (key === undefined) return undefined;
  if (!IDEMPOTENCY_KEY.test(key)) {
    const detail = 'An Idempotency-Key has 1 to 255 printable ASCII characters.';
    throw AdminProblem.invalidRequest([{ parameter: 'Idempotency-Key', detail }]);
  }
  const asked = JSON.stringify([request.method, request.originalUrl, request.body ?? null]);
  // Whatever a client takes for its key, a secret perhaps, is not stored.
  return { actorId: request.user.credentialId, key: hash('sha256', key), requestHash: hash('sha256', asked, 'buffer') };
}
