import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#libs/persistence';
import { mintToken } from '#libs/tokens';
import { ClientAuthenticator } from './client-authenticator.js';
import { ClientRefused } from './client-refused.js';
import { grantScopes } from './grant-scopes.js';
import { OAuthError } from './oauth-error.js';
import { TokenAttempts } from './token-attempts.js';
import type { TokenRequest } from './token-request.js';

/** A successful answer of the token endpoint (RFC 6749 §5.1). */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly scope: string;
}

/** Where a request for an access token came to, and from where. */
export interface TokenRequestOrigin {
  /** As it is in the URL. */
  readonly connectionId: string;
  /** `networkOf` the remote address. */
  readonly network: string;
}

/** Gives access tokens to OAuth clients: SCIM tokens that live for an hour or a few. */
@Injectable()
export class TokensService {
  private readonly logger = new Logger(TokensService.name);

  constructor(
    private readonly database: Database,
    private readonly authenticator: ClientAuthenticator,
    private readonly attempts: TokenAttempts,
  ) {}

  /**
   * A new access token.
   * @throws OAuthError
   */
  async issue({ connectionId, network }: TokenRequestOrigin, request: TokenRequest): Promise<TokenAnswer> {
    const attempt = { network, client: `${connectionId} ${request.proof.clientId ?? ''}` };
    await this.attempts.check(attempt);
    try {
      const answer = await this.grant(connectionId, request);
      this.attempts.rememberSuccess(attempt);
      return answer;
    } catch (error) {
      if (!(error instanceof ClientRefused)) throw error;
      this.logger.warn(`A client of connection ${connectionId} got no access token. ${error.message}`);
      await this.attempts.countFailure(attempt);
      throw OAuthError.invalidClient();
    }
  }

  private async grant(connectionId: string, { proof, scope }: TokenRequest): Promise<TokenAnswer> {
    const { client, secretId, assertion } = await this.authenticator.authenticate(connectionId, proof);
    const scopes = grantScopes(client.scopes, scope);
    const token = mintToken('scim');
    const seconds = client.accessTokenMinutes * 60;
    const expiresAt = new Date(Date.now() + seconds * 1000);
    await this.database.transaction(async ({ oauthGrants }) => {
      const isIssued = await oauthGrants.issue({ client, secretId, assertion, token, scopes, expiresAt });
      if (!isIssued) throw new ClientRefused('The assertion was used before, or the client was changed just now.');
    });
    return {
      access_token: token.secret.reveal(),
      token_type: 'Bearer',
      expires_in: seconds,
      scope: scopes.join(' '),
    };
  }
}
