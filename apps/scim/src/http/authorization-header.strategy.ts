import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { Strategy } from 'passport';

/** Answers with the principal, or with an error that says why there is none. */
export type VerifyToken = (
  request: Request,
  token: string | undefined,
  done: (error: unknown, principal?: object) => void,
) => void;

const BEARER = /^bearer +(\S+)$/i;
const BARE = /^ptn_scim_[\da-f]+$/;

/**
 * A passport strategy that reads `Authorization: Bearer <token>` (RFC 6750 §2.1) or the token alone, which Okta's
 * catalogue apps with header authentication send.
 */
export class AuthorizationHeaderStrategy extends Strategy {
  /**
   * Its own name for each service: passport's registry is one per process, and two services under one name would answer
   * with each other's tokens. It must be asked for by name, because passport gives only a named strategy to each
   * request as a copy; one handed over as an object is shared, and answers one request with another's principal.
   */
  override readonly name = `scim-token-${randomUUID()}`;

  constructor(private readonly verify: VerifyToken) {
    super();
  }

  override authenticate(request: Request): void {
    this.verify(request, tokenOf(request.headers.authorization), (error, principal) => {
      if (error || !principal) this.error(error);
      else this.success(principal);
    });
  }
}

function tokenOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  return BEARER.exec(header)?.[1] ?? BARE.exec(header)?.[0] ?? '';
}
