import type { Request, Response } from 'express';
import { type ConnectionId, newId, type ScimRequestId } from '#libs/persistence';
import { MAX_BODY_LENGTH } from '#libs/request-log';
import type { ScimError } from '#libs/scim-protocol';
import type { ScimPrincipal } from '../scim-principal.js';
import { bodyOf, failureOf } from './request-trace.js';

/** A request that has been answered, with references only. */
export interface CapturedRequest {
  readonly id: ScimRequestId;
  readonly connectionId: ConnectionId;
  /** Without a valid token there is none. */
  readonly principal: ScimPrincipal | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly durationMs: number;
  readonly method: string;
  /** Below the base URL, with its query. */
  readonly path: string;
  /** 0 when the client hung up before. */
  readonly status: number;
  readonly failure: ScimError | undefined;
  readonly requestId: string | null;
  readonly remoteAddress: string | undefined;
  readonly userAgent: string | undefined;
  readonly adScimVersion: string | undefined;
  /** The bytes of a short body, the parsed value of a long one. */
  readonly body: Buffer | { readonly value: unknown } | undefined;
}

const BASE_URL = /^\/scim\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/v2(?=[/?]|$)/i;

/** Takes down what is needed of a request that has ended; undefined when it was not one to a connection's base URL. */
export function captureRequest(request: Request, response: Response, startedAt: number): CapturedRequest | undefined {
  const [base, connectionId] = BASE_URL.exec(request.originalUrl) ?? [];
  if (base === undefined || connectionId === undefined) return undefined;
  const { headers } = request;
  return {
    id: newId<ScimRequestId>(),
    connectionId: connectionId.toLowerCase() as ConnectionId,
    principal: request.user as ScimPrincipal | undefined,
    at: performance.timeOrigin + startedAt,
    durationMs: performance.now() - startedAt,
    method: request.method,
    path: request.originalUrl.slice(base.length) || '/',
    status: response.headersSent ? response.statusCode : 0,
    failure: failureOf(request),
    requestId: typeof request.id === 'string' ? request.id : null,
    remoteAddress: request.ip,
    userAgent: headers['user-agent'],
    adScimVersion: textOf(headers['adscimversion']),
    body: captureBody(request),
  };
}

function captureBody(request: Request): CapturedRequest['body'] {
  const received = bodyOf(request);
  if (!received || received.length <= MAX_BODY_LENGTH) return received;
  return { value: request.body as unknown };
}

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}
