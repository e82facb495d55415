import { Injectable } from '@nestjs/common';
import {
  type ConnectionKey,
  Database,
  type SetupFeature,
  type SetupLinkId,
  type SetupLinkRow,
} from '#libs/persistence';
import { mintToken } from '#libs/tokens';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminSettings } from '../http/admin-settings.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import { apiKeyOf, type Caller } from '../http/caller.js';
import { expiryOf } from '../http/expiry-field.decorator.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { setupPermissionsOf } from '../http/permissions.js';
import { requireConnection } from '../http/require-connection.js';
import {
  type CreateSetupLink,
  DEFAULT_OPENS,
  type NewSetupLink,
  SETUP_LINK_DAYS,
  type SetupLink,
} from './setup-link.dto.js';

const REVOKED_MEANWHILE = 'This API key was revoked just now. Use another.';

/** The links with which an enterprise's administrator sets a connection up without an API key. */
@Injectable()
export class SetupLinksService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly settings: AdminSettings,
  ) {}

  async list(caller: Caller, key: ConnectionKey, query: PageQuery): Promise<Page<SetupLink>> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    return listPage(caller, query, keyset => repositories.setupLinks.list(key, keyset), toSetupLink);
  }

  create(caller: Caller, key: ConnectionKey, body: CreateSetupLink): Promise<NewSetupLink> {
    const { features } = body;
    refuseMoreThan(caller, features);
    return this.transactions.createSecret(caller, async (repositories, record) => {
      await requireConnection(repositories, key);
      const madeBy = apiKeyOf(caller);
      // Else a link that is made while its key is revoked would stay.
      if (!(await repositories.apiKeys.holdGood(madeBy))) throw AdminProblem.unauthenticated(REVOKED_MEANWHILE);
      const token = mintToken('setup');
      const maxOpens = body.maxOpens ?? DEFAULT_OPENS;
      const expiresAt = expiryOf(body, SETUP_LINK_DAYS);
      const row = await repositories.setupLinks.insert(key, token, { features, maxOpens, expiresAt, madeBy });
      await record(key.enterpriseId, {
        action: 'setup_link.created',
        target: { type: 'setup_link', id: row.id },
        after: { ...auditedTermsOf(key, row), maxOpens, expiresAt },
      });
      const secret = token.secret.reveal();
      return { ...toSetupLink(row), url: this.settings.setupUrl(secret), secret };
    });
  }

  async get(key: ConnectionKey, id: SetupLinkId): Promise<SetupLink> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    return toSetupLink(found(await repositories.setupLinks.find(key, id)));
  }

  async revoke(caller: Caller, key: ConnectionKey, id: SetupLinkId): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      await requireConnection(repositories, key);
      const row = found(await repositories.setupLinks.find(key, id));
      if (!(await repositories.setupLinks.revoke(key, id))) return;
      await record(key.enterpriseId, {
        action: 'setup_link.revoked',
        target: { type: 'setup_link', id },
        before: { ...auditedTermsOf(key, row), opens: row.opens },
      });
    });
  }
}

/** A link gives nobody what its maker does not have. */
function refuseMoreThan({ permissions }: Caller, features: readonly SetupFeature[]): void {
  const missing = [...setupPermissionsOf(features)].filter(permission => !permissions.has(permission));
  if (missing.length === 0) return;
  throw AdminProblem.forbidden(
    `A setup link cannot give more than this API key has. For these features the key lacks: ${missing.join(', ')}.`,
  );
}

function found(row: SetupLinkRow | undefined): SetupLinkRow {
  if (!row) throw AdminProblem.notFound();
  return row;
}

function auditedTermsOf({ connectionId }: ConnectionKey, { prefix, features }: SetupLinkRow) {
  return { connectionId, prefix, features };
}

function toSetupLink(row: SetupLinkRow): Pick<SetupLink, keyof SetupLink> {
  const { id, prefix, features, opens } = row;
  return {
    id,
    prefix,
    features,
    maxOpens: row.max_opens,
    opens,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastOpenedAt: row.last_opened_at ?? null,
    revokedAt: row.revoked_at ?? null,
  };
}
