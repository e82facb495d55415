import { Injectable } from '@nestjs/common';
import { type ConnectionJob, impactPreviewsQueue } from '#libs/jobs';
import {
  type ConnectionKey,
  type ConnectionRow,
  Database,
  type ImpactPreviewId,
  type ImpactPreviewRow,
  type ImpactPurpose,
  type Repositories,
} from '#libs/persistence';
import { noCounts, runPreview } from '#libs/provisioning';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import { AT_ONCE, JobSender } from '../http/applications.js';
import type { Caller } from '../http/caller.js';
import { listPage, type Page } from '../http/list-page.js';
import { purposeOfEnabling, stalenessOf } from '../http/previewed-change.js';
import { requireConnection } from '../http/require-connection.js';
import type {
  CreateImpactPreview,
  ImpactPreview,
  ImpactPreviewItem,
  ImpactPreviewItemsQuery,
} from './impact-preview.dto.js';
import { toImpactPreviewItem } from './impact-preview-item.mapper.js';

/** What changes would do to accounts. */
@Injectable()
export class ImpactPreviewsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly jobs: JobSender,
  ) {}

  async create(caller: Caller, key: ConnectionKey, { purpose }: CreateImpactPreview): Promise<ImpactPreview> {
    const made = await this.transactions.create(caller, async repositories => {
      const row = await requireConnection(repositories, key);
      const preview = await insert(repositories, key, purposeOf(row, purpose));
      const job: ConnectionJob = { ...key, id: preview.id };
      await this.jobs.send(repositories, impactPreviewsQueue.name, job);
      return preview;
    });
    if ((made.total ?? 0) <= AT_ONCE) await runPreview(this.database, key, made.id);
    return this.get(key, made.id);
  }

  async get(key: ConnectionKey, id: ImpactPreviewId): Promise<ImpactPreview> {
    const { repositories } = this.database;
    const row = await found(repositories, key, id);
    const { purpose, state, failure, examined, total, created_at: createdAt, finished_at: finishedAt } = row;
    return {
      id: row.id,
      purpose,
      state,
      failure: failure ?? null,
      examined,
      total: total ?? 0,
      counts: { ...noCounts, ...row.counts },
      isStale: (await stalenessOf(repositories, key, row)) !== undefined,
      createdAt,
      finishedAt: finishedAt ?? null,
    };
  }

  async listItems(
    caller: Caller,
    key: ConnectionKey,
    id: ImpactPreviewId,
    query: ImpactPreviewItemsQuery,
  ): Promise<Page<ImpactPreviewItem>> {
    const { repositories } = this.database;
    await found(repositories, key, id);
    const category = query.category === 'administrators' ? undefined : query.category;
    return listPage(
      caller,
      query,
      keyset => repositories.impactPreviews.items(key.enterpriseId, id, category, keyset),
      item => toImpactPreviewItem(item, caller),
    );
  }
}

async function found(repositories: Repositories, key: ConnectionKey, id: ImpactPreviewId): Promise<ImpactPreviewRow> {
  await requireConnection(repositories, key);
  const row = await repositories.impactPreviews.find(key, id);
  if (!row) throw AdminProblem.notFound();
  return row;
}

/** What it is compared with later is read before anybody is looked at. */
async function insert(
  { accountBatches, directorySituations, impactPreviews }: Repositories,
  key: ConnectionKey,
  purpose: ImpactPurpose,
): Promise<ImpactPreviewRow> {
  const seen = await directorySituations.versions(key);
  const total = await (purpose.kind === 'leave' ? accountBatches.countLinked(key) : directorySituations.count(key));
  return impactPreviews.insert(key, { purpose, total, seen });
}

/** @throws AdminProblem `invalid_request` when it does not say of which change */
function purposeOf(row: ConnectionRow, { kind, mode, keep }: CreateImpactPreview['purpose']): ImpactPurpose {
  if (kind === 'enable') return purposeOfEnabling(row);
  if (kind === 'mode' && mode) return { kind, mode };
  if (kind === 'leave' && keep) return { kind, keep };
  const name = kind === 'mode' ? 'mode' : 'keep';
  const detail = `With the kind "${kind}", "${name}" says which.`;
  throw AdminProblem.invalidRequest([{ pointer: `/purpose/${name}`, detail }]);
}
