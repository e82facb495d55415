import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Database, type OpenedSetupLink, type Repositories, type SetupSessionCredential } from '#libs/persistence';
import { FailedAuthentications, networkOf } from '#libs/service-kit';
import { csrfTokenOf, hashToken, isWellFormedToken, mintToken, type Secret } from '#libs/tokens';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminSettings } from '../http/admin-settings.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { refuseCrossSite } from '../http/refuse-cross-site.js';
import { setupPermissionsOf } from '../http/permissions.js';
import { requestIdOf } from '../http/request-id.js';
import { SETUP_SESSION_MS, setupSecretOf } from '../http/setup-cookie.js';
import { SetupSessionAuthenticator } from '../http/setup-session.authenticator.js';
import type { SetupSession } from './setup-session.dto.js';

/** A session that has just begun, and its cookie. */
interface BegunSession {
  readonly session: SetupSession;
  readonly cookie: Secret;
}

/** What is under way in the browsers of those who opened a setup link. */
@Injectable()
export class SetupSessionsService {
  private readonly failures: FailedAuthentications;

  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly authenticator: SetupSessionAuthenticator,
    private readonly settings: AdminSettings,
  ) {
    this.failures = new FailedAuthentications(settings);
  }

  /**
   * Opens a setup link.
   * @throws AdminProblem `setup_link_refused`, `too_many_requests`, `csrf_refused`
   */
  async open(request: Request, secret: string): Promise<BegunSession> {
    refuseCrossSite(request, this.settings.origin);
    const network = networkOf(request.ip);
    const wait = await this.failures.waitOf(network);
    if (wait !== undefined) {
      const detail =
        'Too many setup links that cannot be opened came from this address. Try again after the number of seconds in Retry-After.';
      throw AdminProblem.tooManyRequests(detail, wait);
    }
    const begun = isWellFormedToken('setup', secret) ? await this.begin(secret, requestIdOf(request)) : undefined;
    if (begun) return begun;
    await this.failures.count(network);
    throw AdminProblem.setupLinkRefused();
  }

  async get(request: Request): Promise<SetupSession> {
    const secret = setupSecretOf(request) ?? '';
    const session = await this.authenticator.find(secret);
    return toSetupSession(session, await nameOf(this.database.repositories, session), secret);
  }

  async end(caller: Caller, request: Request): Promise<void> {
    const session = await this.authenticator.find(setupSecretOf(request) ?? '');
    const { enterpriseId, connectionId, sessionId } = session;
    await this.transactions.change(caller, async (repositories, record) => {
      if (!(await repositories.setupSessions.end(session))) return;
      const target = { type: 'setup_session', id: sessionId };
      await record(enterpriseId, { action: 'setup_session.ended', target, before: { connectionId } });
    });
  }

  private begin(secret: string, requestId: string): Promise<BegunSession | undefined> {
    return this.database.transaction(async repositories => {
      const link = await repositories.setupLinks.open(hashToken(secret));
      return link && beginSession(repositories, link, requestId);
    });
  }
}

async function beginSession(
  repositories: Repositories,
  link: OpenedSetupLink,
  requestId: string,
): Promise<BegunSession> {
  const { setupSessions, auditEvents } = repositories;
  const { id, enterpriseId, connectionId, prefix, features, opens } = link;
  const cookie = mintToken('session');
  const expiresAt = new Date(Date.now() + SETUP_SESSION_MS);
  const sessionId = await setupSessions.insert(link, cookie, expiresAt);
  await auditEvents.append(enterpriseId, {
    actor: { kind: 'setup-link', id, role: 'setup', prefix },
    action: 'setup_link.opened',
    target: { type: 'setup_link', id },
    after: { connectionId, features, opens, sessionId },
    requestId,
  });
  const session = { enterpriseId, connectionId, features, expiresAt: expiresAt.toISOString() };
  const name = await nameOf(repositories, session);
  return { session: toSetupSession(session, name, cookie.secret.reveal()), cookie: cookie.secret };
}

function toSetupSession(
  session: Pick<SetupSessionCredential, 'enterpriseId' | 'connectionId' | 'features' | 'expiresAt'>,
  enterpriseName: string,
  secret: string,
): SetupSession {
  const { enterpriseId, connectionId, features, expiresAt } = session;
  const permissions = [...setupPermissionsOf(features)];
  const csrfToken = csrfTokenOf(secret);
  return { enterpriseId, enterpriseName, connectionId, features, permissions, csrfToken, expiresAt };
}

async function nameOf(
  { enterprises }: Pick<Repositories, 'enterprises'>,
  { enterpriseId }: Pick<SetupSessionCredential, 'enterpriseId'>,
): Promise<string> {
  return (await enterprises.find(enterpriseId))?.name ?? '';
}
