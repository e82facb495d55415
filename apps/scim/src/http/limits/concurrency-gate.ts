/** How many go at once, and how many more may wait for them. */
export interface GateLimits {
  readonly concurrent: number;
  readonly waiting: number;
}

/** A place inside a gate, or in the queue before it. */
export interface Place {
  /** Settles when it is its turn; undefined when that is at once. It never settles for who has left the queue. */
  readonly turn: Promise<void> | undefined;
  /** Gives the place up, inside or in the queue. Call it once. */
  leave(): void;
}

/** Who has come with one key. There is no lane with nobody inside. */
interface Lane {
  inside: number;
  /** How to tell each that it is its turn, in the order they came. */
  readonly waiting: Set<() => void>;
}

/** Lets so many pass at once for each key, first come, first served. Who leaves the queue makes room in it at once. */
export class ConcurrencyGate {
  private readonly lanes = new Map<string, Lane>();

  constructor(private readonly limits: GateLimits) {}

  /** How many keys have somebody inside. */
  get size(): number {
    return this.lanes.size;
  }

  /** A place for this key, or undefined when too many wait already. */
  enter(key: string): Place | undefined {
    const lane = this.laneOf(key);
    if (lane.inside < this.limits.concurrent) {
      lane.inside++;
      return { turn: undefined, leave: () => this.letNextIn(key, lane) };
    }
    if (lane.waiting.size >= this.limits.waiting) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    lane.waiting.add(resolve);
    return {
      turn: promise,
      leave: () => {
        if (!lane.waiting.delete(resolve)) this.letNextIn(key, lane);
      },
    };
  }

  private laneOf(key: string): Lane {
    const lane = this.lanes.get(key) ?? { inside: 0, waiting: new Set() };
    this.lanes.set(key, lane);
    return lane;
  }

  private letNextIn(key: string, lane: Lane): void {
    const [next] = lane.waiting;
    if (next) {
      lane.waiting.delete(next);
      next();
    } else if (--lane.inside === 0) this.lanes.delete(key);
  }
}
