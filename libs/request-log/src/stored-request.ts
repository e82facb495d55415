import type { Intent, IntentKind } from './intent.js';
import type { LintedRequest } from './lint/finding.js';
import type { LoggedOperation, TouchedResource } from './logged-request.js';

/** A request as the log's table has it, as far as it is read here. */
export interface StoredRequest {
  readonly id: string;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly scim_type: string | null;
  readonly detail: string | null;
  readonly user_agent: string | null;
  readonly ad_scim_version: string | null;
  readonly body: string | null;
  readonly body_kept: string;
  readonly touched: object | null;
  readonly operations: readonly object[] | null;
  readonly found: number | null;
  readonly intent_kind: string;
  readonly intent_subject: string | null;
  readonly intent_count: number | null;
}

/** A stored request as its explanation reads it. */
export function toLoggedRequest(row: StoredRequest): LintedRequest {
  return {
    id: row.id,
    at: row.at,
    method: row.method,
    path: row.path,
    status: row.status,
    scimType: row.scim_type,
    detail: row.detail,
    userAgent: row.user_agent,
    adScimVersion: row.ad_scim_version,
    body: parsedBody(row),
    touched: (row.touched ?? undefined) as TouchedResource | undefined,
    operations: (row.operations ?? undefined) as readonly LoggedOperation[] | undefined,
    found: row.found ?? undefined,
  };
}

/** The intent as it was read when the request came, from its whole body. */
export function storedIntent(row: StoredRequest): Intent {
  return { kind: row.intent_kind as IntentKind, subject: row.intent_subject, count: row.intent_count };
}

function parsedBody({ body, body_kept: kept }: StoredRequest): unknown {
  if (body === null || kept !== 'whole') return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
