import type { IdpProfileId } from '#libs/idp-profiles';
import type { ScimRequestRow } from '#libs/persistence';
import {
  type AttributeChange,
  explainEffect,
  type ExplainedOperation,
  explainRequest,
  explainTest,
  type Intent,
  intentSentence,
  storedIntent,
  toLoggedRequest,
  type TouchedResource as Touched,
} from '#libs/request-log';
import type { AdminPrincipal } from '../http/caller.js';
import { masked } from '../http/masked.js';
import { seesPersonalData } from '../http/permissions.js';
import type { BulkOperation, ExplainedScimRequest } from './explained-request.dto.js';
import type { ChangedAttribute, RequestIntent, ScimRequest, TouchedResource } from './request.dto.js';

/** The connection of a request, as far as explaining goes. */
export interface RequestView {
  readonly principal: AdminPrincipal;
  readonly profile: IdpProfileId;
  /** Whether a request belongs to a test user or group that came and went. */
  readonly isOfActivation: (row: ScimRequestRow) => boolean;
}

/** The names of groups are nobody's, and tests and documents name no person. */
const OF_NO_PERSON = /group$|members$|^discover$|^test-connection$|^bulk$/;

/** What a list shows, without its class. */
type Shown = { readonly [Name in keyof ScimRequest]: ScimRequest[Name] };

/** The endpoints of RFC 7644 §3.2, ids of resources, names of resource types and schemas: the parts of a path that name no person. */
const OF_NO_PERSON_IN_PATH =
  /^(?:|users|groups|me|bulk|\.search|serviceproviderconfig|resourcetypes|schemas|user|group|urn:ietf:params:scim:[\w.:]+|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:\.scim)?$/i;

/** A request of a list as the caller may see it. */
export function toScimRequest(row: ScimRequestRow, view: RequestView): Shown {
  const { principal, profile } = view;
  const { touched, ...request } = toLoggedRequest(row);
  const isOfActivation = view.isOfActivation(row);
  return {
    id: row.id,
    at: row.at,
    method: row.method,
    path: toPath(row.path, principal),
    status: row.status,
    scimType: row.scim_type,
    detail: seesPersonalData(principal) ? row.detail : null,
    durationMs: row.duration_ms,
    dialect: row.dialect,
    intent: toIntent(storedIntent(row), principal),
    isConnectionTest: explainTest(request, { profile, isOfActivation }) !== null,
    rehearsalId: row.rehearsal_id,
    resource: touched ? toResource(touched, principal) : null,
    effect: explainEffect(touched?.effect) ?? null,
  };
}

/** A request, explained in full, as the caller may see it. */
export function toExplainedRequest(row: ScimRequestRow, view: RequestView): ExplainedScimRequest {
  const { principal, profile } = view;
  const request = toLoggedRequest(row);
  const explained = explainRequest(request, {
    profile,
    isOfActivation: view.isOfActivation(row),
    intent: storedIntent(row),
  });
  return {
    ...toScimRequest(row, view),
    dialectSigns: explained.dialect === row.dialect ? explained.signs : [],
    changes: explained.changes.map(change => toChange(change, principal)),
    changedMembers: request.touched?.members ?? null,
    accountId: request.touched?.effect?.accountId ?? null,
    didNotProve: explained.test?.didNotProve ?? null,
    advice: explained.advice,
    operations: explained.operations.map(operation => toOperation(operation, principal)),
    scimTokenId: row.token_id,
    requestId: row.request_id,
    remoteAddress: row.remote_address,
    userAgent: row.user_agent,
    body: seesPersonalData(principal) ? row.body : null,
    bodyKept: row.body_kept,
  };
}

/** A change as the caller may see it: which attributes it was is no secret. */
export function toChange({ attribute, before, after }: AttributeChange, principal: AdminPrincipal): ChangedAttribute {
  // Whether somebody has access is no personal data, and what support looks for.
  const value = (of: unknown) => (attribute === 'active' ? toJson(of) : masked(principal, toJson(of)));
  return { attribute, before: value(before), after: value(after) };
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function toIntent(intent: Intent, principal: AdminPrincipal): RequestIntent {
  const { kind } = intent;
  const subject = OF_NO_PERSON.test(kind) ? intent.subject : masked(principal, intent.subject);
  return { kind, subject, sentence: intentSentence({ ...intent, subject }) };
}

function toResource(
  { type, id, name }: Pick<Touched, 'type' | 'id' | 'name'>,
  principal: AdminPrincipal,
): TouchedResource {
  const known = name ?? null;
  return { type, id: id ?? null, name: type === 'User' ? masked(principal, known) : known };
}

function toOperation(operation: ExplainedOperation, principal: AdminPrincipal): BulkOperation {
  const { method, status, effect, resource } = operation;
  const { type, id, name } = resource;
  return {
    method,
    status,
    detail: masked(principal, operation.detail),
    resource: { type, id, name: type === 'User' ? masked(principal, name) : name },
    changes: operation.changes.map(change => toChange(change, principal)),
    effect,
  };
}

/** What a filter compares with is somebody's name; and so may be what was sent where an id or an endpoint is due. */
function toPath(path: string, principal: AdminPrincipal): string {
  if (seesPersonalData(principal)) return path;
  const [start = '', ...query] = path.split('?');
  const shown = start.split('/').map(part => (OF_NO_PERSON_IN_PATH.test(part) ? part : masked(principal, part)));
  return shown.join('/') + (query.length === 0 ? '' : `?${masked(principal, query.join('?'))}`);
}
