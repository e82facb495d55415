import { Injectable } from '@nestjs/common';
import { editedRevision, fingerprintOf } from '#libs/connection-lifecycle';
import {
  type AccountId,
  type ConnectionKey,
  Database,
  type EnterpriseId,
  type SignInAttemptFilter,
  type SignInAttemptId,
  type SignInTestId,
} from '#libs/persistence';
import { SignInTests } from '#libs/sign-in';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminSettings } from '../http/admin-settings.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { DEFAULT_LIMIT, type Page, readCursor, writeCursor } from '../http/list-page.js';
import { refuseUnlessPersonalDataIsSeen } from '../http/masked.js';
import { requireAccount } from '../http/require-account.js';
import { requireConnection } from '../http/require-connection.js';
import type { SignInAttempt, SignInAttemptQuery } from './sign-in-attempt.dto.js';
import type { CreatedSignInTest, SignInTest } from './sign-in-test.dto.js';
import { toSignInAttempt, toSignInTest } from './sign-ins.mapper.js';

/** Test sign-ins of a connection, and the trace of all its sign-ins. */
@Injectable()
export class SignInsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly settings: AdminSettings,
  ) {}

  /** Makes a test of the settings that were edited last. */
  createTest(caller: Caller, key: ConnectionKey): Promise<CreatedSignInTest> {
    return this.transactions.createSecret(caller, async (repositories, record) => {
      const row = await requireConnection(repositories, key);
      const fingerprint = fingerprintOf(editedRevision(row));
      if (fingerprint === undefined) throw notConfigured();
      const made = await SignInTests.make(repositories, key, fingerprint);
      await record(key.enterpriseId, {
        action: 'sign_in_test.created',
        target: { type: 'sign_in_test', id: made.row.id },
        after: { connectionId: key.connectionId, fingerprint },
      });
      const url = this.settings.testSignInUrl(key, made.secret.reveal());
      return Object.assign(toSignInTest(caller, made.row), { url });
    });
  }

  /** @throws AdminProblem `not_found` */
  async getTest(caller: Caller, key: ConnectionKey, id: SignInTestId): Promise<SignInTest> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    const row = await repositories.signInTests.find(key, id);
    if (!row) throw AdminProblem.notFound();
    return toSignInTest(caller, row);
  }

  /** After that the account is that of whoever comes next with its login: the same person under another subject, as a rule. */
  async forgetIdentities(caller: Caller, enterpriseId: EnterpriseId, accountId: AccountId): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      await requireAccount(repositories, enterpriseId, accountId);
      const identityCount = await repositories.accountIdentities.forget({ enterpriseId }, accountId);
      if (identityCount === 0) return;
      const target = { type: 'account', id: accountId };
      await record(enterpriseId, { action: 'account.identities_forgotten', target, before: { identityCount } });
    });
  }

  /** Newest first. */
  async listAttempts(caller: Caller, key: ConnectionKey, query: SignInAttemptQuery): Promise<Page<SignInAttempt>> {
    const { repositories } = this.database;
    const connection = await requireConnection(repositories, key);
    const { limit = DEFAULT_LIMIT, cursor } = query;
    const filter = toFilter(caller, query);
    const list = `${caller.path} ${JSON.stringify(filter)}`;
    const rows = await repositories.signInAttempts.list(key, filter, {
      limit: limit + 1,
      ...(cursor !== undefined && { after: readCursor(caller, list, cursor) }),
    });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map(row => toSignInAttempt(caller, connection, row)),
      nextCursor: last && rows.length > limit ? writeCursor(caller, list, last.id) : null,
    };
  }

  /** @throws AdminProblem `not_found` */
  async getAttempt(caller: Caller, key: ConnectionKey, id: SignInAttemptId): Promise<SignInAttempt> {
    const { repositories } = this.database;
    const connection = await requireConnection(repositories, key);
    const row = await repositories.signInAttempts.find(key, id);
    if (!row) throw AdminProblem.notFound();
    return toSignInAttempt(caller, connection, row);
  }
}

function notConfigured(): AdminProblem {
  const clickPath = 'Connection › Single sign-on › Settings';
  return AdminProblem.transitionRefused('Enter the settings of the identity provider first.', {
    guard: 'state',
    clickPath,
  });
}

function toFilter(caller: Caller, query: SignInAttemptQuery): SignInAttemptFilter {
  const { outcome, code, purpose, login, accountId, from, to } = query;
  if (login !== undefined) refuseUnlessPersonalDataIsSeen(caller, 'login');
  return { outcome, code, purpose, login, accountId: accountId as AccountId | undefined, from, to };
}
