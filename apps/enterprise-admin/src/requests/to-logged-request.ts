import type { ScimRequestRow } from '#libs/persistence';
import type { Intent, IntentKind, LintedRequest, LoggedOperation, TouchedResource } from '#libs/request-log';

/** A stored request as its explanation reads it. */
export function toLoggedRequest(row: ScimRequestRow): LintedRequest {
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
export function storedIntent(row: ScimRequestRow): Intent {
  return { kind: row.intent_kind as IntentKind, subject: row.intent_subject, count: row.intent_count };
}

function parsedBody({ body, body_kept: kept }: ScimRequestRow): unknown {
  if (body === null || kept !== 'whole') return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
