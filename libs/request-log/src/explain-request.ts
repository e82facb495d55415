import { adviceFor, connectionTests, type FailureAdvice, type IdpProfileId } from '#libs/idp-profiles';
import { type ExplainedEffect, explainEffect } from './explain-effect.js';
import { type Intent, intentSentence } from './intent.js';
import type { AttributeChange, LoggedOperation, LoggedRequest } from './logged-request.js';
import { isConnectionTest, readIntent } from './read-intent.js';
import { recogniseDialect, type RecognisedDialect } from './recognise-dialect.js';
import { readTarget } from './request-target.js';

/** An operation of a bulk request, explained. */
export interface ExplainedOperation {
  readonly method: string;
  readonly status: number;
  readonly resource: { readonly type: 'User' | 'Group'; readonly id: string | null; readonly name: string | null };
  readonly changes: readonly AttributeChange[];
  readonly effect: ExplainedEffect | null;
  readonly detail: string | null;
}

/** A request in words. */
export interface ExplainedRequest extends RecognisedDialect {
  readonly intent: Intent & { readonly sentence: string };
  readonly changes: readonly AttributeChange[];
  readonly effect: ExplainedEffect | null;
  /** What a connection test did not prove; null for any other request. */
  readonly test: { readonly didNotProve: string } | null;
  /** What to change at the identity provider; null when nothing failed. */
  readonly advice: FailureAdvice | null;
  readonly operations: readonly ExplainedOperation[];
}

/** What the explanation of a request knows besides. */
export interface ExplanationContext {
  readonly profile: IdpProfileId;
  /** It belongs to JumpCloud's activation, whose test user or group came and went. */
  readonly isOfActivation?: boolean;
  /** As it was read from the whole body, which may be kept in part only. */
  readonly intent?: Intent;
}

const OF_ACTIVATION =
  'It belongs to a test user or group that JumpCloud makes at "Activate" and takes away again. It proved create, update and delete; nobody’s account is concerned.';
const REFUSED = 'It proved nothing: it was refused.';

/** Explains a request: who sent it, what for, what it changed, and what to do if it failed. */
export function explainRequest(request: LoggedRequest, context: ExplanationContext): ExplainedRequest {
  const { profile } = context;
  const intent = context.intent ?? readIntent(request, profile);
  return {
    ...recogniseDialect(request),
    intent: { ...intent, sentence: intentSentence(intent) },
    changes: request.touched?.changes ?? [],
    effect: explainEffect(request.touched?.effect) ?? null,
    test: explainTest(request, context),
    advice: adviceOn(request, profile),
    operations: (request.operations ?? []).map(explainOperation),
  };
}

/** What a connection test did not prove; null when the request is none. */
export function explainTest(
  request: Pick<LoggedRequest, 'method' | 'path' | 'found' | 'status'>,
  { profile, isOfActivation }: ExplanationContext,
): { readonly didNotProve: string } | null {
  if (isOfActivation) return { didNotProve: OF_ACTIVATION };
  if (!isConnectionTest(request, profile)) return null;
  if (request.status >= 400) return { didNotProve: REFUSED };
  const asRead = { method: request.method, path: readTarget(request.path).path };
  const test = connectionTests[profile].find(candidate => candidate.is(asRead));
  return { didNotProve: test?.didNotProve ?? REFUSED };
}

function adviceOn({ status, scimType, path }: LoggedRequest, profile: IdpProfileId): FailureAdvice | null {
  const { endpoint, id } = readTarget(path);
  const isOfGroup = endpoint === 'groups';
  const namesResource = id !== undefined && (isOfGroup || endpoint === 'users');
  return adviceFor(profile, { status, scimType, namesResource, isOfGroup }) ?? null;
}

function explainOperation(operation: LoggedOperation): ExplainedOperation {
  const { method, status, type, id, name, changes, effect, detail } = operation;
  return {
    method,
    status,
    resource: { type, id: id ?? null, name: name ?? null },
    changes: changes ?? [],
    effect: explainEffect(effect) ?? null,
    detail: detail ?? null,
  };
}
