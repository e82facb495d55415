import type { Request } from 'express';
import type { AccountEffect } from '#libs/provisioning';
import type { ScimAttributes, ScimError } from '#libs/scim-protocol';

/** A directory user or group that a request touched, as those saw it who did. Nothing is compared before the answer is out. */
export interface TracedResource {
  readonly type: 'User' | 'Group';
  readonly id: string;
  readonly name: string;
  readonly before?: ScimAttributes;
  readonly after?: ScimAttributes;
  /** How many memberships were added or removed. */
  readonly members?: number;
  readonly effect?: AccountEffect | (() => AccountEffect);
}

/** An operation of a bulk request. */
export interface TracedOperation {
  readonly method: string;
  readonly type: 'User' | 'Group';
  readonly status: number;
  readonly detail: string | undefined;
  readonly trace: RequestTrace;
}

/** What is remembered of one request for its log. Whoever is run again, as transactions are, writes over what it wrote. */
export interface RequestTrace {
  resource?: TracedResource;
  /** How many resources a search found. */
  found?: number;
  operations?: TracedOperation[];
}

const FAILURE = Symbol('failure');
const BODY = Symbol('body');

/** Properties of the request, because a weak map costs five times as much. */
type NotedRequest = Request & { [FAILURE]?: ScimError; [BODY]?: Buffer };

/** Remembers the error that a request is answered with. */
export function noteFailure(request: NotedRequest, error: ScimError): void {
  request[FAILURE] = error;
}

/** The error that a request was answered with, if so. */
export function failureOf(request: NotedRequest): ScimError | undefined {
  return request[FAILURE];
}

/** Remembers the body as it was received. */
export function noteBody(request: object, body: Buffer): void {
  (request as NotedRequest)[BODY] = body;
}

/** The body as it was received; undefined when none was read. */
export function bodyOf(request: NotedRequest): Buffer | undefined {
  return request[BODY];
}
