import { Injectable } from '@nestjs/common';
import { mintWebhookSecret, secretContext, wakeLanes } from '#libs/account-events';
import {
  Database,
  installationChain,
  newId,
  type SealedSecret,
  type WebhookEndpointId,
  type WebhookEndpointRow,
} from '#libs/persistence';
import { SafeFetch, SafeFetchError } from '#libs/safe-fetch';
import { type Secret, SecretBox } from '#libs/tokens';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import { JobSender } from '../http/applications.js';
import type { Caller } from '../http/caller.js';
import { checkVersion } from '../http/entity-tag.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { requireLastingEnterprise } from '../http/require-enterprise.js';
import type {
  CreateWebhookEndpoint,
  NewWebhookEndpoint,
  RotateWebhookSecret,
  UpdateWebhookEndpoint,
  WebhookEndpoint,
} from './webhook-endpoint.dto.js';
import { changeOf, currentOf, toWebhookEndpoint } from './webhook.mapper.js';

const HOUR_MS = 3_600_000;
const OVERLAP_HOURS = 24;

/** Where the vendor's application is told of account events. */
@Injectable()
export class WebhookEndpointsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly safeFetch: SafeFetch,
    private readonly secretBox: SecretBox,
    private readonly jobs: JobSender,
  ) {}

  list(caller: Caller, query: PageQuery): Promise<Page<WebhookEndpoint>> {
    const { webhookEndpoints } = this.database.repositories;
    return listPage(caller, query, keyset => webhookEndpoints.list(keyset), toWebhookEndpoint);
  }

  async create(caller: Caller, body: CreateWebhookEndpoint): Promise<NewWebhookEndpoint> {
    await this.checkUrl(body.url);
    const { url, description, types = null, format, enterpriseId = null } = body;
    return this.transactions.createSecret(caller, async (repositories, record) => {
      if (enterpriseId !== null) await requireLastingEnterprise(repositories, enterpriseId);
      const id = newId<WebhookEndpointId>();
      const { secret, sealed } = await this.makeSecret(id);
      const terms = { url, description: description ?? '', types, format: format ?? 'event' } as const;
      const row = await repositories.webhookEndpoints.insert({ id, enterpriseId, ...terms, sealedSecrets: [sealed] });
      await record(enterpriseId ?? installationChain, {
        action: 'webhook_endpoint.created',
        target: { type: 'webhook_endpoint', id },
        after: terms,
      });
      return { ...toWebhookEndpoint(row), secret: secret.reveal() };
    });
  }

  async get(id: WebhookEndpointId): Promise<WebhookEndpoint> {
    return toWebhookEndpoint(found(await this.database.repositories.webhookEndpoints.find(id)));
  }

  async update(caller: Caller, id: WebhookEndpointId, body: UpdateWebhookEndpoint): Promise<WebhookEndpoint> {
    if (body.url !== undefined) await this.checkUrl(body.url);
    return this.transactions.change(caller, async (repositories, record) => {
      const row = found(await repositories.webhookEndpoints.findForUpdate(id));
      checkVersion(caller, row);
      const change = changeOf(row, body);
      if (Object.keys(change).length === 0) return toWebhookEndpoint(row);
      const updated = await repositories.webhookEndpoints.update(id, change);
      if (change.state === 'enabled')
        await wakeLanes(this.jobs, repositories, await repositories.webhookDeliveries.pendingLanes(id));
      await record(chainOf(row), {
        action: change.state === 'disabled' ? 'webhook_endpoint.disabled' : 'webhook_endpoint.updated',
        target: { type: 'webhook_endpoint', id },
        before: currentOf(row, change),
        after: change,
      });
      return toWebhookEndpoint(updated);
    });
  }

  async delete(caller: Caller, id: WebhookEndpointId): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      const row = found(await repositories.webhookEndpoints.findForUpdate(id));
      checkVersion(caller, row);
      await repositories.webhookEndpoints.delete(id);
      await record(chainOf(row), {
        action: 'webhook_endpoint.deleted',
        target: { type: 'webhook_endpoint', id },
        before: { url: row.url, description: row.description },
      });
    });
  }

  rotateSecret(caller: Caller, id: WebhookEndpointId, body: RotateWebhookSecret): Promise<NewWebhookEndpoint> {
    const until = new Date(Date.now() + (body.overlapHours ?? OVERLAP_HOURS) * HOUR_MS).toISOString();
    return this.transactions.createSecret(caller, async (repositories, record) => {
      const row = found(await repositories.webhookEndpoints.findForUpdate(id));
      const { secret, sealed } = await this.makeSecret(id);
      const sealedSecrets = [sealed, ...endingBy(row.sealed_secrets, until)];
      const updated = await repositories.webhookEndpoints.update(id, { sealedSecrets });
      await record(chainOf(row), {
        action: 'webhook_endpoint.secret_rotated',
        target: { type: 'webhook_endpoint', id },
        after: { previousEndsAt: until },
      });
      return { ...toWebhookEndpoint(updated), secret: secret.reveal() };
    });
  }

  private async makeSecret(id: WebhookEndpointId): Promise<{ readonly secret: Secret; readonly sealed: SealedSecret }> {
    const secret = mintWebhookSecret();
    return { secret, sealed: { sealed: await this.secretBox.seal(secret, secretContext(id)), expiresAt: null } };
  }

  /** @throws AdminProblem `invalid_request` that says what is wrong with the URL */
  private async checkUrl(url: string): Promise<void> {
    await this.safeFetch.check(url).catch((error: unknown) => {
      if (!(error instanceof SafeFetchError)) throw error;
      throw AdminProblem.invalidRequest([{ pointer: '/url', detail: error.message }]);
    });
  }
}

function found(row: WebhookEndpointRow | undefined): WebhookEndpointRow {
  if (!row) throw AdminProblem.notFound();
  return row;
}

function chainOf({ enterprise_id }: WebhookEndpointRow) {
  return enterprise_id ?? installationChain;
}

/** What still signs goes on until then, and no longer than it would have. */
function endingBy(secrets: readonly SealedSecret[], until: string): readonly SealedSecret[] {
  const now = new Date().toISOString();
  return secrets
    .map(({ sealed, expiresAt }) => ({
      sealed,
      expiresAt: expiresAt !== null && expiresAt < until ? expiresAt : until,
    }))
    .filter(({ expiresAt }) => expiresAt > now);
}
