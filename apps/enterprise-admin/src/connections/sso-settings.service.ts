import { Injectable } from '@nestjs/common';
import { editedRevision, liveRevision, recordableSettings, recordSsoTest } from '#libs/connection-lifecycle';
import { type ConnectionKey, type ConnectionRow, Database, type SsoSettings } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions, type ChangeWork } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { requireConnection } from '../http/require-connection.js';
import { configureSso } from './configure-sso.js';
import type { Connection } from './connection-answer.dto.js';
import { ConnectionAnswers } from './connection-answers.js';
import { lockedConnection } from './locked-connection.js';
import { OidcDiscovery } from './oidc-discovery.js';
import { OidcSettingsMaker } from './oidc-settings-maker.js';
import type { PendingRevisionAnswer } from './sso-answer.dto.js';
import { samlSettingsOf } from './saml-settings-of.js';
import type { SsoSettingsInput } from './sso-settings.dto.js';
import type { SsoTestResult } from './sso-test.dto.js';
import { toTransitionProblem } from './to-transition-problem.js';

/** How the identity provider of a connection signs people in, and whether that was tested. */
@Injectable()
export class SsoSettingsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly answers: ConnectionAnswers,
    private readonly oidcSettings: OidcSettingsMaker,
    private readonly oidcDiscovery: OidcDiscovery,
  ) {}

  /** Sets how the identity provider signs people in. An OpenID provider is asked first who it is. */
  async configure(caller: Caller, key: ConnectionKey, input: SsoSettingsInput): Promise<Connection> {
    await requireConnection(this.database.repositories, key);
    const unreachable = input.protocol === 'oidc' ? await this.oidcDiscovery.check(input.issuer) : undefined;
    return this.change(caller, async (repositories, record) => {
      const row = await lockedConnection(repositories, key, caller);
      const configured = await configureSso(repositories, row, await this.toSettings(key, row, input), record);
      const { raisedWarnings } = repositories;
      if (unreachable) await raisedWarnings.raise(key, 'METADATA_UNREACHABLE', unreachable);
      else if (input.protocol === 'oidc') await raisedWarnings.clear(key, 'METADATA_UNREACHABLE');
      return configured;
    });
  }

  /** Records a sign-in test that came back. */
  recordTest(caller: Caller, key: ConnectionKey, body: SsoTestResult): Promise<Connection> {
    return this.change(caller, async (repositories, record) => {
      const row = await lockedConnection(repositories, key, caller);
      return recordSsoTest(repositories, row, toSignIn(body), record).catch(toTransitionProblem);
    });
  }

  async getRevision(caller: Caller, key: ConnectionKey): Promise<PendingRevisionAnswer> {
    const { repositories } = this.database;
    const row = await requireConnection(repositories, key);
    if (!row.pending_revision) throw AdminProblem.notFound();
    return this.answers.answerRevision(repositories, caller, row, row.pending_revision);
  }

  /** Leaves everything as it is live. */
  async discardRevision(caller: Caller, key: ConnectionKey): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      const row = await lockedConnection(repositories, key, caller);
      if (!row.pending_revision) throw AdminProblem.notFound();
      await repositories.connections.update(key, { pendingRevision: null });
      if (row.pending_revision.settings.protocol === 'oidc')
        await repositories.raisedWarnings.clear(key, 'METADATA_UNREACHABLE');
      await record(key.enterpriseId, {
        action: 'connection.revision_discarded',
        target: { type: 'connection', id: row.id },
        before: { sso: recordableSettings(row.pending_revision) },
        after: { sso: recordableSettings(liveRevision(row)) },
      });
    });
  }

  private change(caller: Caller, work: ChangeWork<ConnectionRow>): Promise<Connection> {
    return this.transactions.change(caller, async (repositories, record) =>
      this.answers.answer(repositories, caller, await work(repositories, record)),
    );
  }

  private async toSettings(key: ConnectionKey, row: ConnectionRow, input: SsoSettingsInput): Promise<SsoSettings> {
    if (input.protocol === 'oidc') return this.oidcSettings.make(key, input, editedRevision(row)?.settings);
    return samlSettingsOf(input, editedRevision(row)?.settings);
  }
}

function toSignIn({ fingerprint, nameId, attributes, claims }: SsoTestResult) {
  const person = {
    ...(typeof nameId === 'string' && { nameId }),
    ...(attributes && {
      attributes: attributes.map(({ name, friendlyName, values }) => ({
        name,
        values,
        ...(typeof friendlyName === 'string' && { friendlyName }),
      })),
    }),
    ...(claims && { claims }),
  };
  return { fingerprint, person };
}
