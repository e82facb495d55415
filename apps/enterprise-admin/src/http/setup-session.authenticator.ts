import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Database, type SetupSessionCredential } from '#libs/persistence';
import { hashToken, isSameHash, isWellFormedToken } from '#libs/tokens';
import { AdminProblem } from './admin-problem.js';
import { AdminSettings } from './admin-settings.js';
import type { AdminPrincipal } from './caller.js';
import { setupPermissionsOf } from './permissions.js';
import { refuseForgery } from './refuse-cross-site.js';

/** Finds who is asking by the cookie of a setup session. It is looked up for every request, so what was revoked is refused at once. */
@Injectable()
export class SetupSessionAuthenticator {
  constructor(
    private readonly database: Database,
    private readonly settings: AdminSettings,
  ) {}

  /** @throws AdminProblem `unauthenticated` when the session is over, `csrf_refused` when another site may have sent the request. */
  async authenticate(request: Request, secret: string): Promise<AdminPrincipal> {
    const session = await this.find(secret);
    refuseForgery(request, { secret, ownOrigin: this.settings.origin });
    return principalOf(session);
  }

  /** @throws AdminProblem `unauthenticated` when the session is over. */
  async find(secret: string): Promise<SetupSessionCredential> {
    const hash = hashToken(secret);
    const session = isWellFormedToken('session', secret)
      ? await this.database.repositories.setupSessions.findCredential(hash)
      : undefined;
    if (session && isSameHash(session.hash, hash)) return session;
    throw AdminProblem.unauthenticated(
      'This setup session is over, or its link was revoked. Open the setup link again, or ask for a new one.',
    );
  }
}

function principalOf(session: SetupSessionCredential): AdminPrincipal {
  const { setupLinkId, sessionId, enterpriseId, connectionId, prefix, features, hash } = session;
  return {
    actor: { kind: 'setup-link', id: setupLinkId, role: 'setup', prefix },
    credentialId: sessionId,
    enterpriseId,
    connectionId,
    role: 'setup',
    permissions: setupPermissionsOf(features),
    keyHash: hash,
  };
}
