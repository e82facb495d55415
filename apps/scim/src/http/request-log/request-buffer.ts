/** Something that waits to be written, and how much memory it keeps. */
interface Weighed {
  readonly bytes: number;
}

/** How much may wait at most. */
export interface BufferLimits {
  readonly count: number;
  readonly bytes: number;
}

/** What waits to be written. When too much does, the oldest goes, and is counted. */
export class RequestBuffer<Item extends Weighed> {
  private items: Item[] = [];
  private first = 0;
  private bytes = 0;
  private lost = 0;

  constructor(private readonly limits: BufferLimits) {}

  get size(): number {
    return this.items.length - this.first;
  }

  add(item: Item): void {
    this.items.push(item);
    this.bytes += item.bytes;
    while (this.size > 0 && (this.size > this.limits.count || this.bytes > this.limits.bytes)) {
      this.shift();
      this.lost++;
    }
  }

  /** Takes the oldest, so many at most. */
  take(count: number): readonly Item[] {
    const taken: Item[] = [];
    while (taken.length < count && this.size > 0) taken.push(this.shift());
    return taken;
  }

  /** How many were lost since this was last asked. */
  takeLost(): number {
    const { lost } = this;
    this.lost = 0;
    return lost;
  }

  private shift(): Item {
    const item = this.items[this.first++] as Item;
    this.bytes -= item.bytes;
    // What was taken is let go of from time to time, because moving all others each time costs more.
    if (this.first * 2 >= this.items.length) {
      this.items = this.items.slice(this.first);
      this.first = 0;
    }
    return item;
  }
}
