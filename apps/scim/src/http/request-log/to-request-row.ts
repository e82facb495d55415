import { idpProfile, type IdpProfileId } from '#libs/idp-profiles';
import { isUuid, type ScimRequestWrite } from '#libs/persistence';
import type { AccountEffect } from '#libs/provisioning';
import {
  differenceOf,
  isConnectionTest,
  type KeptBody,
  type LoggedEffect,
  type LoggedOperation,
  type LoggedRequest,
  pathWithoutSecrets,
  readIntent,
  readTarget,
  recogniseDialect,
  textWithoutSecrets,
  toKeptBody,
  toKeptValue,
  type TouchedResource,
  valueWithoutSecrets,
} from '#libs/request-log';
import type { ScimPrincipal } from '../scim-principal.js';
import type { CapturedRequest } from './captured-request.js';
import type { RequestTrace, TracedOperation, TracedResource } from './request-trace.js';

const MAX_PATH = 4096;
const MAX_TEXT = 2000;

/** An IPv4 client of a socket that listens on IPv6 too. */
const MAPPED = /^::ffff:(?=[\d.]+$)/i;

/** Makes the row of a request: what it was for, what it changed, and no secret. */
export function toRequestRow(captured: CapturedRequest): ScimRequestWrite {
  const body = keptBodyOf(captured.body);
  const request = toLoggedRequest(captured, body);
  return {
    ...senderOf(captured),
    ...meaningOf(request, idpProfile(captured.principal?.idpProfile ?? '').id),
    ...touchedColumns(request),
    at: new Date(captured.at).toISOString(),
    id: captured.id,
    method: request.method,
    path: storable(request.path, MAX_PATH),
    status: request.status,
    scim_type: request.scimType,
    detail: request.detail,
    duration_ms: Math.round(captured.durationMs),
    user_agent: request.userAgent,
    ad_scim_version: request.adScimVersion,
    body: body ? storable(body.text) : null,
    body_kept: howKept(captured.body, body),
  };
}

function senderOf({ principal, connectionId, requestId, remoteAddress }: CapturedRequest) {
  return {
    ...whoseOf(principal),
    connection_id: connectionId,
    request_id: requestId,
    remote_address: remoteAddress?.replace(MAPPED, '') ?? null,
  };
}

function whoseOf(principal: ScimPrincipal | undefined) {
  if (!principal) return { enterprise_id: null, rehearsal_id: null, token_id: null };
  const { rehearsal, enterpriseId, tokenId } = principal;
  // The log of a rehearsal is with its connection, though its directory is not.
  if (rehearsal) return { enterprise_id: rehearsal.enterpriseId, rehearsal_id: rehearsal.id, token_id: null };
  return { enterprise_id: enterpriseId, rehearsal_id: null, token_id: tokenId };
}

function meaningOf(request: LoggedRequest, profile: IdpProfileId) {
  const { kind, subject, count } = readIntent(request, profile);
  return {
    dialect: recogniseDialect(request).dialect,
    intent_kind: kind,
    intent_subject: subject === null ? null : storable(textWithoutSecrets(subject), MAX_TEXT),
    intent_count: count,
    is_test: isConnectionTest(request, profile),
  };
}

function touchedColumns(request: LoggedRequest) {
  const { touched, operations, found } = request;
  return {
    resource_type: touched?.type ?? null,
    resource_id: touchedIdOf(request),
    touched: touched ?? null,
    operations: operations ?? null,
    found: found ?? null,
  };
}

function toLoggedRequest(captured: CapturedRequest, body: KeptBody | undefined): LoggedRequest {
  const { method, principal, failure, status } = captured;
  const trace = principal?.trace;
  return {
    method,
    path: pathWithoutSecrets(captured.path),
    status,
    scimType: failure?.scimType ?? null,
    detail: toldOrNull(failure?.message),
    userAgent: toldOrNull(captured.userAgent),
    adScimVersion: toldOrNull(captured.adScimVersion),
    body: body?.value,
    touched: touchedOf(trace, status),
    found: trace?.found,
    operations: trace?.operations?.map(toOperation),
  };
}

function keptBodyOf(body: CapturedRequest['body']): KeptBody | undefined {
  if (!body) return undefined;
  return Buffer.isBuffer(body) ? toKeptBody(body.toString('utf8')) : toKeptValue(body.value);
}

function howKept(received: CapturedRequest['body'], kept: KeptBody | undefined): ScimRequestWrite['body_kept'] {
  if (!received) return 'none';
  if (!kept) return 'withheld';
  return kept.isCut ? 'cut' : 'whole';
}

function touchedIdOf({ touched, path }: LoggedRequest): string | null {
  const id = touched?.id ?? readTarget(path).id;
  return id !== undefined && isUuid(id) ? id : null;
}

function toOperation({ method, type, status, detail, trace }: TracedOperation): LoggedOperation {
  return {
    ...(touchedOf(trace, status) ?? { type }),
    method,
    status,
    ...(detail !== undefined && { detail: toldOf(detail) }),
  };
}

/** What failed has changed nothing, whatever was on its way. */
function touchedOf(trace: RequestTrace | undefined, status: number): TouchedResource | undefined {
  const resource = trace?.resource;
  if (!resource) return undefined;
  const { type, id } = resource;
  const named = { type, id, name: toldOf(resource.name) };
  return status >= 400 || !('effect' in resource || 'members' in resource) ? named : { ...named, ...doneTo(resource) };
}

function doneTo({ before, after, members, effect }: TracedResource): Omit<TouchedResource, 'type'> {
  const changes = valueWithoutSecrets(differenceOf(before, after)) as NonNullable<TouchedResource['changes']>;
  return {
    changes,
    ...(members !== undefined && { members }),
    ...(effect && { effect: toLoggedEffect(typeof effect === 'function' ? effect() : effect) }),
  };
}

function toLoggedEffect(effect: AccountEffect): LoggedEffect {
  switch (effect.kind) {
    case 'none':
      return { kind: 'none', because: effect.because };
    case 'create':
      return { kind: 'create', ...(effect.freesLoginOf && { freesLoginOf: effect.freesLoginOf.id }) };
    case 'release':
      return { kind: 'release', freesLoginOf: effect.freesLoginOf.id };
    case 'change': {
      const { account, state, links, updates } = effect;
      return { kind: 'change', accountId: account.id, links, updates, ...(state && { state }) };
    }
  }
}

function toldOrNull(text: string | undefined): string | null {
  return text === undefined ? null : toldOf(text);
}

function toldOf(text: string): string {
  return storable(textWithoutSecrets(text), MAX_TEXT);
}

/** PostgreSQL stores neither U+0000 nor half a surrogate pair. */
function storable(text: string, length = Infinity): string {
  const cut = text.length > length ? text.slice(0, length) : text;
  return cut.toWellFormed().replaceAll('\0', '\uFFFD');
}
