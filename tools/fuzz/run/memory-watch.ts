import type { MemoryUse } from '../../running-service/collect-garbage.ts';
import type { RunningService } from '../../running-service/running-service.ts';

const MIB = 1024 * 1024;
const BASELINE_SHARE = 0.25;
const GROWTH = { factor: 1.3, bytes: 50 * MIB } as const;
// Below this many cases memory says more of warming up than of leaking.
const LEAST_CASES = 10_000;

/** The memory of a service at a quarter of a run and at its end, weighed after collecting garbage. */
export class MemoryWatch {
  private readonly service: RunningService | undefined;
  private readonly cases: number;
  private baseline: MemoryUse | undefined;
  private end: MemoryUse | undefined;

  constructor(service: RunningService | undefined, cases: number) {
    this.service = service;
    this.cases = cases;
  }

  /** Weighs when it is time to. */
  async after(passed: number): Promise<void> {
    if (!this.service?.isAlive) return;
    if (!this.baseline && passed >= this.cases * BASELINE_SHARE) this.baseline = await this.service.weigh();
    if (passed >= this.cases) this.end = await this.service.weigh();
  }

  problems(): string[] {
    if (!this.baseline || !this.end || this.cases < LEAST_CASES) return [];
    const { baseline, end } = this;
    const hasGrown = (['residentBytes', 'heapBytes'] as const).some(part => isGrowth(baseline[part], end[part]));
    return hasGrown ? [`memory grew: ${this.describe()}`] : [];
  }

  describe(): string {
    if (!this.baseline) return '';
    const { baseline, end } = this;
    const of = ({ residentBytes, heapBytes }: MemoryUse) =>
      `${(residentBytes / MIB).toFixed(0)} MiB resident, ${(heapBytes / MIB).toFixed(0)} MiB heap`;
    return `(at 25 %: ${of(baseline)}${end ? `; at 100 %: ${of(end)}` : ''})`;
  }
}

/** Whether the second weight is more than 1.3 times and 50 MiB above the first. */
export function isGrowth(before: number, after: number): boolean {
  return after > before * GROWTH.factor + GROWTH.bytes;
}
