/** Milliseconds after which a request is given up. */
export interface Patience {
  /** Okta and Entra ID hang up after so long. */
  readonly first: number;
  /** When one has been given up already: a server that hangs now and then is not to take hours. */
  readonly afterOne: number;
  /** For clearing up at a server that no longer answers. */
  readonly clearingUp: number;
}

const PATIENCE: Patience = { first: 60_000, afterOne: 10_000, clearingUp: 2_000 };

/** So many requests in a row without an answer, and the server is no longer asked. */
const TOO_MANY = 3;

/** Notes whether a server still answers: one that has stopped must not keep a run waiting. */
export class ServerWatch {
  private readonly patience: Patience;
  private readonly stop = new AbortController();
  private hasTimedOut = false;
  private isSilent = false;
  private inARow = 0;
  private lastEnd = -Infinity;
  private why: string | undefined;

  constructor(patience: Patience = PATIENCE) {
    this.patience = patience;
  }

  /** Why the server is given up; nothing, as long as it is not. */
  get reason(): string | undefined {
    return this.why;
  }

  /** Is aborted when the server is given up. */
  get signal(): AbortSignal {
    return this.stop.signal;
  }

  /** How long the next request may take; nothing when it is not to be sent at all. */
  get timeout(): number | undefined {
    if (this.isSilent) return undefined;
    if (this.why !== undefined) return this.patience.clearingUp;
    return this.hasTimedOut ? this.patience.afterOne : this.patience.first;
  }

  /** The server has answered something. */
  noteAnswer(): void {
    this.inARow = 0;
  }

  /**
   * The server could not be reached, or took too long.
   * @param began when the request was begun: of those that are sent at the same time one counts
   */
  noteSilence(error: string, began: number, isTimeout: boolean): void {
    this.hasTimedOut ||= isTimeout;
    if (began < this.lastEnd) return;
    this.lastEnd = performance.now();
    // Clearing up is tried once.
    if (this.why !== undefined) this.isSilent = true;
    this.inARow += 1;
    if (this.inARow < TOO_MANY || this.why !== undefined) return;
    this.why = `the server no longer answers (${TOO_MANY} requests in a row; the last: ${error})`;
    this.stop.abort();
  }
}
