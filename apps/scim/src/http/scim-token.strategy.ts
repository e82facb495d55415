import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { idpProfile } from '#libs/idp-profiles';
import { type ConnectionId, isUuid, type ScimCredential } from '#libs/persistence';
import { ScimError } from '#libs/scim-protocol';
import { hashToken, isSameHash, isWellFormedToken } from '#libs/tokens';
import { AuthorizationHeaderStrategy } from './authorization-header.strategy.js';
import { RequestAdmission } from './limits/request-admission.js';
import type { ScimPrincipal } from './scim-principal.js';
import { ScimCredentials } from './scim-credentials.js';
import { RehearsalTokens } from './rehearsal-tokens.js';
import { TokenUse } from './token-use.js';
import { userResourceTypeOf } from './user-resource-type.js';

/** Finds the connection of a request by its token. An unknown connection and another connection's token are the same 401. */
@Injectable()
export class ScimTokenStrategy extends PassportStrategy(AuthorizationHeaderStrategy) {
  constructor(
    private readonly credentials: ScimCredentials,
    private readonly tokenUse: TokenUse,
    private readonly admission: RequestAdmission,
    private readonly rehearsals: RehearsalTokens,
  ) {
    super();
  }

  /** @throws ScimError `unauthorized` saying what is wrong with the credential, `tooManyRequests`. */
  async validate(request: Request, token: string | undefined): Promise<ScimPrincipal> {
    if (token === undefined)
      throw ScimError.unauthorized('Send the SCIM token of this connection: "Authorization: Bearer <token>".');
    if (isWellFormedToken('rehearsal', token)) return this.rehearsals.validate(request, token);
    if (!isWellFormedToken('scim', token)) {
      throw ScimError.unauthorized(
        'The Authorization header holds no complete Postern SCIM token. Copy the token (ptn_scim_…) again, whole.',
      );
    }
    const hash = hashToken(token);
    await this.admission.admit(request, hash);
    const credential = await this.findCredential(String(request.params['connectionId']).toLowerCase(), hash);
    if (!credential) {
      await this.admission.refuse(request, hash);
      throw ScimError.unauthorized(
        'This SCIM token is not valid for this connection. Check the base URL and the token, or make a new token.',
      );
    }
    if (Date.parse(credential.expiresAt) <= Date.now()) {
      await this.admission.refuse(request, hash);
      throw ScimError.unauthorized(
        `This SCIM token expired on ${credential.expiresAt}. Make a new token and enter it at the identity provider.`,
      );
    }
    await this.admission.accept(request, hash, credential.connectionId);
    this.tokenUse.record(credential, request.ip);
    return toPrincipal(credential, request);
  }

  private async findCredential(connectionId: string, hash: Buffer): Promise<ScimCredential | undefined> {
    if (!isUuid(connectionId)) return undefined;
    const accepted = await this.credentials.find(connectionId as ConnectionId);
    return accepted.find(candidate => isSameHash(candidate.hash, hash));
  }
}

function toPrincipal(credential: ScimCredential, request: Request): ScimPrincipal {
  return {
    enterpriseId: credential.enterpriseId,
    connectionId: credential.connectionId,
    addressedAs: credential.connectionId,
    tokenId: credential.tokenId,
    idpProfile: credential.idpProfile,
    trace: {},
    tokenHash: credential.hash,
    scopes: credential.scopes,
    tolerances: idpProfile(credential.idpProfile).tolerances,
    cause: {
      actor: { kind: 'scim-token', id: credential.tokenId },
      requestId: typeof request.id === 'string' ? request.id : null,
    },
    situation: { state: credential.connectionState, mode: credential.mode },
    refusesChanges: credential.refusesChanges,
    userResourceType: userResourceTypeOf(credential),
  };
}
