import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ConnectionJob, rehearsalsQueue } from '#libs/jobs';
import {
  type ConnectionKey,
  Database,
  type RehearsalId,
  type RehearsalRow,
  RehearsalUnderWay,
} from '#libs/persistence';
import { adviceOn, lifeCycleOf, stepsOf } from '#libs/rehearsal';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import { JobSender } from '../http/applications.js';
import type { Caller } from '../http/caller.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { RehearsalProblem } from '../http/rehearsal-problem.js';
import { requireConnection } from '../http/require-connection.js';
import type { Rehearsal } from './rehearsal.dto.js';

/** Rehearsals of what identity providers send. A worker carries them out. */
@Injectable()
export class RehearsalsService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly jobs: JobSender,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.queue(rehearsalsQueue.name, rehearsalsQueue.options);
  }

  async list(caller: Caller, key: ConnectionKey, query: PageQuery): Promise<Page<Rehearsal>> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    return listPage(caller, query, keyset => repositories.rehearsals.list(key, keyset), toRehearsal);
  }

  /** @throws AdminProblem `rehearsal_under_way` */
  async start(caller: Caller, key: ConnectionKey): Promise<Rehearsal> {
    try {
      return await this.transactions.create(caller, async (repositories, record) => {
        const connection = await requireConnection(repositories, key);
        const { idp_profile: idpProfile, provisioning_mode: mode } = connection;
        const steps = stepsOf(lifeCycleOf(idpProfile), { withGroups: mode === 'users_and_groups' });
        const row = await repositories.rehearsals.insert(key, { idpProfile, mode, total: steps.length });
        const job: ConnectionJob = { ...key, id: row.id };
        await this.jobs.send(repositories, rehearsalsQueue.name, job);
        await record(key.enterpriseId, {
          action: 'rehearsal.started',
          target: { type: 'rehearsal', id: row.id },
          after: { connectionId: key.connectionId },
        });
        return toRehearsal(row);
      });
    } catch (error) {
      if (error instanceof RehearsalUnderWay) throw RehearsalProblem.underWay();
      throw error;
    }
  }

  async get(key: ConnectionKey, id: RehearsalId): Promise<Rehearsal> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    const row = await repositories.rehearsals.find(key, id);
    if (!row) throw AdminProblem.notFound();
    return toRehearsal(row);
  }
}

function toRehearsal(row: RehearsalRow): Rehearsal {
  const { id, mode, state, total, created_at: createdAt } = row;
  return {
    id,
    identityProvider: lifeCycleOf(row.idp_profile).identityProvider,
    mode,
    state,
    failure: row.failure ?? null,
    total,
    steps: row.steps.map(step => ({ ...step, advice: adviceOn(step) })),
    createdAt,
    finishedAt: row.finished_at ?? null,
  };
}
