import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { idpProfile } from '#libs/idp-profiles';
import { type ConnectionId, Database, isUuid, quarantineOf, type RehearsalCredential } from '#libs/persistence';
import { ScimError } from '#libs/scim-protocol';
import { hashToken, isSameHash, scimScopes } from '#libs/tokens';
import { RequestAdmission } from './limits/request-admission.js';
import type { ScimPrincipal } from './scim-principal.js';
import { userResourceTypeOf } from './user-resource-type.js';

/**
 * Finds the rehearsal of a request by its token. All goes as for the connection in the URL, but the directory is one of the
 * rehearsal's own, in an enterprise that is nobody's, and nothing has an effect.
 */
@Injectable()
export class RehearsalTokens {
  constructor(
    private readonly database: Database,
    private readonly admission: RequestAdmission,
  ) {}

  /** @throws ScimError `unauthorized`, `tooManyRequests` */
  async validate(request: Request, token: string): Promise<ScimPrincipal> {
    const hash = hashToken(token);
    await this.admission.admit(request, hash);
    const credential = await this.find(String(request.params['connectionId']).toLowerCase(), hash);
    if (!credential) {
      await this.admission.refuse(request, hash);
      throw ScimError.unauthorized('This token is of no rehearsal of this connection that is under way.');
    }
    await this.admission.accept(request, hash, credential.connectionId);
    return toPrincipal(credential, request);
  }

  private async find(connectionId: string, hash: Buffer): Promise<RehearsalCredential | undefined> {
    if (!isUuid(connectionId)) return undefined;
    const found = await this.database.repositories.rehearsals.findCredential(connectionId as ConnectionId);
    const isGood = found && isSameHash(found.hash, hash) && Date.parse(found.expiresAt) > Date.now();
    return isGood ? found : undefined;
  }
}

function toPrincipal(credential: RehearsalCredential, request: Request): ScimPrincipal {
  const { enterpriseId, connectionId, rehearsalId, mode } = credential;
  return {
    ...quarantineOf(rehearsalId),
    addressedAs: connectionId,
    rehearsal: { id: rehearsalId, enterpriseId },
    tokenId: null,
    idpProfile: credential.idpProfile,
    trace: {},
    tokenHash: credential.hash,
    scopes: scimScopes,
    tolerances: idpProfile(credential.idpProfile).tolerances,
    cause: {
      actor: { kind: 'system', id: 'rehearsal' },
      requestId: typeof request.id === 'string' ? request.id : null,
    },
    situation: { state: 'draft', mode },
    refusesChanges: credential.refusesChanges,
    userResourceType: userResourceTypeOf(credential),
  };
}
