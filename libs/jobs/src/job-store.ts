import { PosternStore } from '#libs/persistence';
import { Jobs } from './jobs.js';

/** The database of a process and the jobs in it. */
export class JobStore {
  private constructor(
    private readonly store: PosternStore,
    readonly jobs: Jobs,
  ) {}

  /**
   * As `PosternStore.open`, and starts the jobs.
   * @param isWorker whether this process carries jobs out, too
   */
  static async open(
    settings: Parameters<typeof PosternStore.open>[0],
    { isWorker, onError }: { readonly isWorker: boolean; readonly onError: (error: Error) => void },
  ): Promise<JobStore> {
    const store = await PosternStore.open(settings);
    try {
      return new JobStore(store, await Jobs.start({ url: store.url, isWorker, onError }));
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  get database(): PosternStore['database'] {
    return this.store.database;
  }

  ping(): Promise<void> {
    return this.store.ping();
  }

  onLost(listener: () => void): void {
    this.store.onLost(listener);
  }

  /** Whoever carries jobs out is given time to finish; then the database goes. */
  async close(): Promise<void> {
    try {
      await this.jobs.stop();
    } finally {
      await this.store.close();
    }
  }
}
