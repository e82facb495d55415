import { Logger } from '@nestjs/common';

/** What is done again and again, and how often. */
interface RepeatedWorkOptions {
  readonly name: string;
  /** Gives how much there was to do; what it throws is logged, and it is tried again. */
  readonly work: () => Promise<number>;
  /** The pause after there was nothing to do. */
  readonly everyMs: number;
}

/** Work that is looked for all the time while a process runs. */
export class RepeatedWork {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: RepeatedWorkOptions) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { name, work, everyMs } = this.options;
    const logger = new Logger(name);
    while (!this.stopping.signal.aborted) {
      const done = await work().catch((error: unknown) => {
        logger.warn(`It failed, and will be tried again: ${String(error)}`);
        return 0;
      });
      // The next batch gives way to requests for a moment, too.
      await this.pause(done === 0 ? everyMs : everyMs / 4);
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    // The wish to stop may have come while the work was done.
    if (this.stopping.signal.aborted) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, milliseconds).unref();
      this.stopping.signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }
}
