import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FuzzRequest } from '../cases/case-kind.ts';
import { type FuzzCase, kindAt, takeCase } from '../cases/take-case.ts';
import type { FuzzOptions } from '../options.ts';
import { findProblems } from './check-answer.ts';
import { Findings } from './findings.ts';
import { FuzzedDirectory } from './fuzzed-directory.ts';
import type { Exchange, HttpClient } from './http-client.ts';
import { percentile, Statistics } from './statistics.ts';

/** The slowest an answer may be. */
export const SLOW_MS = 250;
const CHUNK = 2000;
const WARM_UP_CASES = 400;
const RETRIES = 3;

interface Suspect {
  readonly case: FuzzCase;
  readonly exchange: Exchange;
}

/** Sends the cases of a run and collects what is wrong with the answers. */
export class FuzzRun {
  readonly findings = new Findings();
  readonly statistics = new Statistics();
  readonly directory: FuzzedDirectory;
  private readonly options: FuzzOptions;
  private readonly client: HttpClient;

  constructor(options: FuzzOptions, client: HttpClient) {
    this.options = options;
    this.client = client;
    this.directory = new FuzzedDirectory(client);
  }

  /** Fills the directory, and sends cases whose answers nobody looks at. */
  async warmUp(): Promise<void> {
    await this.directory.restore();
    for (let index = 0; index < WARM_UP_CASES; index++) {
      await this.exchange(takeCase(this.options.seed + 1, index).request);
    }
    await this.directory.restore();
  }

  /**
   * Sends all cases, a chunk after another: within a chunk many at once, between two the directory is restored and
   * what was slow is tried again alone.
   * @param onProgress is called after every chunk with the number of cases passed
   */
  async run(onProgress: (passed: number) => Promise<boolean>): Promise<void> {
    const { from, cases } = this.options;
    for (let passed = 0; passed < cases;) {
      const size = Math.min(CHUNK, cases - passed);
      // Generated ahead, so that generating does not count as the service's time.
      const chunk = await this.generate(from + passed, size);
      await this.retry(await this.sendAll(chunk));
      await this.directory.restore();
      passed += size;
      if (!(await onProgress(passed))) return;
    }
  }

  /** Sends a request outside of the run, while nothing else is under way. */
  sendAlone(request: FuzzRequest): Promise<Exchange> {
    return this.exchange(request);
  }

  private async generate(from: number, size: number): Promise<FuzzCase[]> {
    const cases: FuzzCase[] = [];
    for (let index = from; index < from + size; index++) {
      if (this.options.kinds.includes(kindAt(index).name)) cases.push(takeCase(this.options.seed, index));
      if (index % 100 === 0) await nextTurn();
    }
    return cases;
  }

  /** Gives the cases that were slow or got no answer. */
  private async sendAll(cases: readonly FuzzCase[]): Promise<Suspect[]> {
    const suspects: Suspect[] = [];
    const queue = cases.values();
    const work = async () => {
      for (const fuzzCase of queue) {
        const exchange = await this.exchange(fuzzCase.request);
        this.statistics.add(fuzzCase.kind.name, exchange.answer.status, exchange.answer.milliseconds);
        if (isSuspicious(exchange)) suspects.push({ case: fuzzCase, exchange });
        else for (const problem of findProblems(exchange)) this.findings.add(problem, { case: fuzzCase, exchange });
      }
    };
    await Promise.all(Array.from({ length: this.options.concurrency }, work));
    return suspects;
  }

  /** A case that is slow among others may be waiting for this very process: it counts when it is slow alone, too. */
  private async retry(suspects: readonly Suspect[]): Promise<void> {
    for (const { case: fuzzCase, exchange: first } of suspects) {
      const exchanges: Exchange[] = [];
      for (let round = 0; round < RETRIES; round++) exchanges.push(await this.exchange(fuzzCase.request));
      const milliseconds = percentile(
        exchanges.map(({ answer }) => answer.milliseconds),
        50,
      );
      const problems = new Set([first, ...exchanges].filter(({ answer }) => answer.status !== 0).flatMap(findProblems));
      const unanswered = exchanges.filter(({ answer }) => answer.status === 0);
      if (unanswered.length > 0) problems.add(`no answer: ${unanswered[0]?.answer.failure}`);
      if (milliseconds > SLOW_MS) problems.add(`slow: alone ${milliseconds.toFixed(0)} ms`);
      for (const problem of problems) this.findings.add(problem, { case: fuzzCase, exchange: exchanges[0] ?? first });
    }
  }

  private async exchange(request: FuzzRequest): Promise<Exchange> {
    const exchange = await this.client.send(request, this.directory);
    this.directory.note(exchange);
    return exchange;
  }
}

function isSuspicious({ answer }: Exchange): boolean {
  return answer.milliseconds > SLOW_MS || answer.status === 0;
}
