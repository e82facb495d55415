import { Injectable } from '@nestjs/common';
import { OidcSignInError, type OidcSignInErrorCode, readProvider } from '#libs/oidc-rp';
import { SafeFetch } from '#libs/safe-fetch';
import { AdminProblem } from '../http/admin-problem.js';

/** With these nobody will ever sign in. All else may be an outage, or a provider that is still being set up. */
const refusing: readonly OidcSignInErrorCode[] = ['oidc_multi_tenant', 'oidc_discovery_issuer', 'oidc_no_pkce'];

/** Why a discovery document could not be read, as the warning `METADATA_UNREACHABLE` has it. */
export interface UnreachableIssuer {
  readonly issuer: string;
  readonly reason: OidcSignInErrorCode;
  readonly text: string;
}

/** Asks OpenID providers who they are before their settings are kept. */
@Injectable()
export class OidcDiscovery {
  constructor(private readonly safeFetch: SafeFetch) {}

  /**
   * Reads the discovery document of an issuer. Gives why it cannot be read; nothing when it can be.
   * @throws AdminProblem `invalid_request` when the issuer is one with which nobody can sign in
   */
  async check(issuer: string): Promise<UnreachableIssuer | undefined> {
    try {
      await readProvider(this.safeFetch, issuer);
      return undefined;
    } catch (error) {
      if (!(error instanceof OidcSignInError)) throw error;
      const { code, reason, said } = error;
      if (!refusing.includes(code)) return { issuer, reason: code, text: reason };
      const detail = said === null ? reason : `${reason} It is that of ${said}`;
      throw AdminProblem.invalidRequest([{ pointer: '/issuer', detail }]);
    }
  }
}
