import { Injectable } from '@nestjs/common';
import { applicationsQueue, type ConnectionJob, impactPreviewsQueue, type Jobs } from '#libs/jobs';
import {
  type ApplicationId,
  type ApplicationRow,
  type ConnectionKey,
  Database,
  type ImpactPurpose,
  type Repositories,
} from '#libs/persistence';
import { runApplication } from '#libs/provisioning';
import { AdminProblem } from './admin-problem.js';
import { type Application, toApplication } from './application.dto.js';
import type { Caller } from './caller.js';
import { type PreviewedChange, requirePreview } from './previewed-change.js';

/** Of so many people, at most, what is to be done is done before the answer. */
export const AT_ONCE = 2000;

/** The queue of jobs, for those who only send. */
export abstract class JobSender {
  abstract queue: Jobs['queue'];
  abstract send: Jobs['send'];
  abstract sendAll: Jobs['sendAll'];
}

/** Carries what was staged to accounts, after an administrator has looked at what that does. */
@Injectable()
export class Applications {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobSender,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const { name, options } of [applicationsQueue, impactPreviewsQueue]) await this.jobs.queue(name, options);
  }

  /**
   * Begins it in the transaction of the change, when nobody writes to the directory any more; whatever was under way ends.
   * @throws AdminProblem `preview_required`, `preview_running`, `preview_stale`
   */
  async begin(
    repositories: Repositories,
    caller: Caller,
    key: ConnectionKey,
    { change, purpose }: { readonly change: PreviewedChange; readonly purpose: ImpactPurpose },
  ): Promise<ApplicationRow> {
    const preview = await requirePreview(repositories, key, change, purpose);
    await repositories.applications.endAll(key, 'Another change took its place.');
    const row = await repositories.applications.insert(key, {
      previewId: preview.id,
      total: preview.total ?? 0,
      cause: { actor: caller.actor, requestId: caller.requestId },
    });
    const job: ConnectionJob = { ...key, id: row.id };
    await this.jobs.send(repositories, applicationsQueue.name, job);
    return row;
  }

  /** Carries a small one out, once its change is committed; the worker does the others. */
  async finish(key: ConnectionKey, begun: ApplicationRow): Promise<Application> {
    if ((begun.total ?? 0) <= AT_ONCE) await runApplication(this.database, key, begun.id);
    return this.get(key, begun.id);
  }

  /** @throws AdminProblem `not_found` */
  async get(key: ConnectionKey, id: ApplicationId): Promise<Application> {
    const row = await this.database.repositories.applications.find(key, id);
    if (!row) throw AdminProblem.notFound();
    return toApplication(row);
  }
}
