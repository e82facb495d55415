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

/** The token of an Authorization header (RFC 6750 §2.1), however it is spelled. */
export function bearerTokenOf(header: string): string | undefined {
  return BEARER.exec(header)?.[1];
}

/** A passport strategy that reads `Authorization: Bearer <token>` (RFC 6750 §2.1). */
export class BearerTokenStrategy extends Strategy {
  /** Its own for each service, and asked for by name: docs/adr/0008-passport-strategy-by-name.md. */
  override readonly name = `api-key-${randomUUID()}`;

  constructor(private readonly verify: VerifyToken) {
    super();
  }

  override authenticate(request: Request): void {
    const header = request.headers.authorization;
    const token = header === undefined ? undefined : (bearerTokenOf(header) ?? '');
    this.verify(request, token, (error, principal) => {
      if (error || !principal) this.error(error);
      else this.success(principal);
    });
  }
}
