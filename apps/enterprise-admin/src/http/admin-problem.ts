import type { Warning } from '#libs/connection-health';
import { type ProblemCode, problemCodes } from './problem-codes.js';
import type { InvalidPart, ProblemOptions } from './problem-options.js';

/** An error of the administration API (RFC 9457). `message` is told; the cause is only logged. */
export class AdminProblem extends Error {
  override readonly name = 'AdminProblem';

  protected constructor(
    readonly code: ProblemCode,
    detail: string,
    private readonly options: ProblemOptions = {},
  ) {
    super(detail, { cause: options.cause });
  }

  get status(): number {
    return problemCodes[this.code][0];
  }

  get allow(): readonly string[] | undefined {
    return this.options.allow;
  }

  get retryAfterSeconds(): number | undefined {
    return this.options.retryAfterSeconds;
  }

  /** The problem as it is answered to one request. */
  toDocument(request: { readonly instance: string; readonly requestId: string }): object {
    const { errors, guard, clickPath, warnings } = this.options;
    return {
      type: `urn:postern:problem:${this.code}`,
      title: problemCodes[this.code][1],
      status: this.status,
      detail: this.message,
      code: this.code,
      ...request,
      ...(errors && { errors }),
      ...(guard !== undefined && { guard }),
      ...(clickPath !== undefined && { clickPath }),
      ...(warnings && {
        warnings: warnings.map(told => ({ code: told.code, message: told.message, clickPath: told.clickPath })),
      }),
    };
  }

  static malformedBody(detail: string, cause?: unknown): AdminProblem {
    return new AdminProblem('malformed_body', detail, { cause });
  }

  static malformedUrl(cause: unknown): AdminProblem {
    return new AdminProblem('malformed_url', 'Percent-encode the URL as UTF-8.', { cause });
  }

  static invalidRequest(errors: readonly InvalidPart[]): AdminProblem {
    return new AdminProblem('invalid_request', errors.map(({ detail }) => detail).join(' '), { errors });
  }

  static invalidCursor(detail: string): AdminProblem {
    return new AdminProblem('invalid_cursor', detail, { errors: [{ parameter: 'cursor', detail }] });
  }

  static unauthenticated(detail: string): AdminProblem {
    return new AdminProblem('unauthenticated', detail);
  }

  /** Wrong, used up, expired or revoked: nobody can tell which. */
  static setupLinkRefused(): AdminProblem {
    const detail = 'This setup link has ended, was opened as often as it may be, or is not whole. Ask for a new one.';
    return new AdminProblem('setup_link_refused', detail);
  }

  static csrfRefused(detail: string): AdminProblem {
    return new AdminProblem('csrf_refused', detail);
  }

  static forbidden(detail: string): AdminProblem {
    return new AdminProblem('forbidden', detail);
  }

  /** Absent, or another enterprise's: nobody can tell which. */
  static notFound(): AdminProblem {
    return new AdminProblem('not_found', 'There is nothing here that you can see. Check the ids in the URL.');
  }

  static unknownRoute(method: string, path: string): AdminProblem {
    return new AdminProblem(
      'not_found',
      `The administration API has no ${method} ${path}. /api/openapi.json describes all there is.`,
    );
  }

  static methodNotAllowed(allow: readonly string[]): AdminProblem {
    return new AdminProblem('method_not_allowed', `Here only ${allow.join(', ')} can be used.`, { allow });
  }

  static keyTaken(key: string): AdminProblem {
    const detail = `The key "${key}" is taken. Choose another.`;
    return new AdminProblem('key_taken', detail, { errors: [{ pointer: '/key', detail }] });
  }

  static transitionRefused(detail: string, refusal: Pick<ProblemOptions, 'guard' | 'clickPath' | 'warnings'>) {
    return new AdminProblem('transition_refused', detail, refusal);
  }

  static notSaml(): AdminProblem {
    return new AdminProblem('not_saml', 'Import the metadata of a SAML 2.0 identity provider first.');
  }

  static tooManyCertificates(limit: number): AdminProblem {
    return new AdminProblem('too_many_certificates', `There are ${limit} already. Remove one that is not used first.`);
  }

  static provisioningBlocked(warnings: readonly Warning[]): AdminProblem {
    return new AdminProblem('provisioning_blocked', warnings.map(({ message }) => message).join(' '), { warnings });
  }

  static mappingUnchanged(version: number): AdminProblem {
    return new AdminProblem(
      'attribute_mapping_unchanged',
      `The mapping says the same as version ${version}, which is the latest. There is nothing to publish.`,
    );
  }

  static mappingOutdated(version: number): AdminProblem {
    return new AdminProblem(
      'attribute_mapping_outdated',
      `Only the latest attribute mapping can be accepted, which is version ${version}. Look at its preview first.`,
    );
  }

  static noPreviousMapping(): AdminProblem {
    return new AdminProblem(
      'no_previous_attribute_mapping',
      'The connection has had no other attribute mapping before the one it has.',
    );
  }

  /** The impact of a change has not been looked at, or is another by now. */
  static preview(code: Extract<ProblemCode, `preview_${string}`>, detail: string): AdminProblem {
    return new AdminProblem(code, detail, { errors: [{ pointer: '/previewId', detail }] });
  }

  static tooManyActiveTokens(detail: string): AdminProblem {
    return new AdminProblem('too_many_active_tokens', detail);
  }

  static tokenNotReplaceable(detail: string): AdminProblem {
    return new AdminProblem('token_not_replaceable', detail);
  }

  static secretShownOnce(resourceId: string): AdminProblem {
    return new AdminProblem(
      'secret_shown_once',
      `This request was carried out and made ${resourceId}. Its secret was shown once and is not stored. If it was lost, revoke that one and make another with a new Idempotency-Key.`,
    );
  }

  static requestNotReplayable(detail: string): AdminProblem {
    return new AdminProblem('request_not_replayable', detail);
  }

  static enterpriseHasConnections(): AdminProblem {
    return new AdminProblem(
      'enterprise_has_connections',
      'Delete the connections of the enterprise first, so that no identity provider goes on writing to it.',
    );
  }

  static loginTaken(login: string): AdminProblem {
    const detail = `The login "${login}" is taken. Choose another.`;
    return new AdminProblem('login_taken', detail, { errors: [{ pointer: '/login', detail }] });
  }

  static accountManagedByDirectory(): AdminProblem {
    return new AdminProblem(
      'account_managed_by_directory',
      'What this account says of the person comes from the identity provider. Change it there.',
    );
  }

  static accountSuspended(): AdminProblem {
    return new AdminProblem('account_suspended', 'The account is suspended. Reactivate it first.');
  }

  static suspendedByDirectory(): AdminProblem {
    return new AdminProblem(
      'suspended_by_directory',
      'The identity provider does not let this person in. Reactivate the person there.',
    );
  }

  static lastAdministrator(): AdminProblem {
    return new AdminProblem(
      'last_administrator',
      'Nobody else administrates this enterprise. Make another administrator first, or an API key with the role "enterprise_admin".',
    );
  }

  static lastOperatorKey(): AdminProblem {
    return new AdminProblem('last_operator_key', 'This is the last key of an operator. Make another one first.');
  }

  static versionMismatch(current: string): AdminProblem {
    return new AdminProblem(
      'version_mismatch',
      `The current version is ${current}. Read it again and repeat the change.`,
    );
  }

  static bodyTooLarge(limit: number, cause: unknown): AdminProblem {
    return new AdminProblem('body_too_large', `A body may have ${limit} bytes.`, { cause });
  }

  static unsupportedMediaType(cause?: unknown): AdminProblem {
    return new AdminProblem('unsupported_media_type', 'Send the body as "application/json" in UTF-8.', { cause });
  }

  static idempotencyKeyReused(): AdminProblem {
    return new AdminProblem(
      'idempotency_key_reused',
      'This Idempotency-Key came with another request in the last 24 hours. Use a new key for a new request.',
    );
  }

  static tooManyRequests(detail: string, retryAfterSeconds: number): AdminProblem {
    return new AdminProblem('too_many_requests', detail, { retryAfterSeconds });
  }

  static tookTooLong(seconds: number): AdminProblem {
    const detail = `The request took longer than ${seconds} seconds. It may still be carried out: read before you send it again.`;
    return new AdminProblem('unavailable', detail, { retryAfterSeconds: 30 });
  }

  static unavailable(cause: unknown): AdminProblem {
    return new AdminProblem('unavailable', 'The service cannot reach its database at the moment. Try again.', {
      cause,
      retryAfterSeconds: 5,
    });
  }

  static internal(requestId: string, cause: unknown): AdminProblem {
    return new AdminProblem(
      'internal',
      `Try again, and name request ${requestId} to the operator of the service if it happens again.`,
      { cause },
    );
  }
}
