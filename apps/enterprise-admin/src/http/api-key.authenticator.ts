import { Injectable } from '@nestjs/common';
import { type ApiKeyCredential, Database } from '#libs/persistence';
import { hashToken, isSameHash, isWellFormedToken } from '#libs/tokens';
import { AdminProblem } from './admin-problem.js';
import type { AdminPrincipal } from './caller.js';
import { permissionsOf } from './permissions.js';

/** The last use is written no more often than this. */
const RECORD_USE_EVERY_MS = 60_000;

/** Finds who is asking by their API key. It is looked up for every request, so a revoked one is refused at once everywhere. */
@Injectable()
export class ApiKeyAuthenticator {
  constructor(private readonly database: Database) {}

  /** @throws AdminProblem `unauthenticated`, saying what is wrong with the key. */
  async authenticate(token: string): Promise<AdminPrincipal> {
    if (!isWellFormedToken('api', token)) {
      throw AdminProblem.unauthenticated(
        'The Authorization header holds no complete Postern API key. Copy the key (ptn_api_…) again, whole.',
      );
    }
    const credential = await this.find(hashToken(token));
    await this.recordUse(credential);
    return principalOf(credential);
  }

  private async find(hash: Buffer): Promise<ApiKeyCredential> {
    const credential = await this.database.repositories.apiKeys.findCredential(hash);
    if (!credential || !isSameHash(credential.hash, hash))
      throw AdminProblem.unauthenticated('This API key is not known. Ask an administrator for a new one.');
    if (credential.revokedAt !== null)
      throw AdminProblem.unauthenticated(`This API key was revoked on ${credential.revokedAt}. Use another.`);
    if (Date.parse(credential.expiresAt) <= Date.now())
      throw AdminProblem.unauthenticated(`This API key expired on ${credential.expiresAt}. Make a new one.`);
    return credential;
  }

  private async recordUse({ id, lastUsedAt }: ApiKeyCredential): Promise<void> {
    if (lastUsedAt !== null && Date.now() - Date.parse(lastUsedAt) < RECORD_USE_EVERY_MS) return;
    await this.database.repositories.apiKeys.recordUse(id);
  }
}

function principalOf({ id, enterpriseId, role, permissions, prefix, hash }: ApiKeyCredential): AdminPrincipal {
  return {
    actor: { kind: 'api-key', id, role, prefix },
    credentialId: id,
    enterpriseId,
    connectionId: null,
    role,
    permissions: permissionsOf(role, permissions),
    keyHash: hash,
  };
}
