import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ConnectionJob, Jobs, rehearsalsQueue } from '#libs/jobs';
import {
  type ConnectionKey,
  Database,
  quarantineOf,
  type RehearsalId,
  type Repositories,
  type RehearsalStep,
} from '#libs/persistence';
import { lifeCycleOf, type RehearsalStage, rehearse, type StepOutcome, stepsOf } from '#libs/rehearsal';
import { OwnService } from '#libs/safe-fetch';
import { mintToken, type Secret } from '#libs/tokens';
import { workForConnections } from '../work-for-connections.js';

/** Longer than a rehearsal can last. */
const TOKEN_MS = 1_800_000;
const MOST_TEXT = 4000;

/** Plays identity providers before this installation itself, with people who are of no enterprise. */
@Injectable()
export class RehearsalWorker implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly service: OwnService,
  ) {}

  async onModuleInit(): Promise<void> {
    await workForConnections(this.jobs, {
      name: RehearsalWorker.name,
      queue: rehearsalsQueue,
      run: (job, signal) => this.run(job, job.id as RehearsalId, signal),
      giveUp: (job, failure) => this.finish(job, job.id as RehearsalId, { state: 'failed', failure }),
    });
  }

  /** From the start, whatever a worker that died has done. Nothing is left of it but what it showed. */
  async run({ enterpriseId, connectionId }: ConnectionJob, id: RehearsalId, signal: AbortSignal): Promise<void> {
    const key = { enterpriseId, connectionId };
    const row = await this.database.repositories.rehearsals.find(key, id);
    const token = mintToken('rehearsal');
    const terms = { hash: token.hash, expiresAt: new Date(Date.now() + TOKEN_MS) };
    const hasBegun = await this.alone(id, ({ rehearsals }) => rehearsals.begin(key, id, terms));
    if (!row || !hasBegun) return;
    const lifeCycle = lifeCycleOf(row.idp_profile);
    const steps = stepsOf(lifeCycle, { withGroups: row.mode === 'users_and_groups' });
    let isPassed = true;
    for await (const outcome of rehearse(lifeCycle, steps, this.stage(key, token.secret))) {
      // Whoever takes over begins anew.
      signal.throwIfAborted();
      isPassed &&= outcome.verdict === 'passed';
      await this.database.repositories.rehearsals.addStep(key, id, toStep(outcome));
    }
    await this.finish(key, id, { state: isPassed ? 'passed' : 'failed', failure: null });
  }

  private stage({ connectionId }: ConnectionKey, token: Secret): RehearsalStage {
    const base = `/scim/${connectionId}/v2`;
    return {
      baseUrl: this.service.publicUrl + base,
      send: ({ path, headers, ...request }) => {
        const sent = { ...headers, Authorization: `Bearer ${token.reveal()}` };
        return this.service.send({ ...request, path: base + path, headers: sent });
      },
    };
  }

  private finish(
    { enterpriseId, connectionId }: ConnectionKey,
    id: RehearsalId,
    outcome: { readonly state: 'passed' | 'failed'; readonly failure: string | null },
  ): Promise<void> {
    return this.alone(id, ({ rehearsals }) => rehearsals.finish({ enterpriseId, connectionId }, id, outcome));
  }

  /** While nobody else writes to the directory of the rehearsal. */
  private alone<Result>(id: RehearsalId, work: (repositories: Repositories) => Promise<Result>): Promise<Result> {
    return this.database.withConnectionAlone(quarantineOf(id), work);
  }
}

function toStep({ request, answer, ...told }: StepOutcome): RehearsalStep {
  return {
    ...told,
    request: request && { method: request.method, path: request.path, body: request.body && shortened(request.body) },
    answer: answer && { status: answer.status, body: shortened(answer.body) },
  };
}

/** PostgreSQL stores no U+0000. */
function shortened(text: string): string {
  return text.slice(0, MOST_TEXT).toWellFormed().replaceAll('\0', '\uFFFD');
}
