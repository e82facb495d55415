import type { AuditEvent } from './audit-event.js';
import { type AuditFault, judgeSuspects, type Suspect } from './audit-fault.js';
import { hashAuditEvent, noHash } from './hash-audit-event.js';

/** The last event of a chain, by which all events before it are pinned. */
export interface AuditHead {
  readonly sequence: number;
  readonly hash: string;
}

/** The audit log of one enterprise, to be read while others may append to it. */
export interface AuditChain {
  head(): Promise<AuditHead | undefined>;
  /** In batches, oldest first. Read a second time when something is wrong. */
  events(): AsyncIterable<readonly AuditEvent[]>;
}

/** What a walk along a chain has shown. It is whole when there are no faults. */
export interface AuditProof {
  readonly events: number;
  /** To be kept elsewhere: a later proof that expects it shows that nothing up to it was changed or cut off. */
  readonly head: AuditHead | undefined;
  readonly faults: readonly AuditFault[];
}

const noHead: AuditHead = { sequence: 0, hash: noHash };
/** Of a log that was rewritten as a whole nobody reads every fault. */
const MAX_FAULTS = 200;

/**
 * Walks along a chain and recomputes every hash.
 * @param expected hashes of heads that were kept elsewhere; the log may have grown since
 */
export async function verifyAuditChain(chain: AuditChain, expected: readonly string[] = []): Promise<AuditProof> {
  const before = (await chain.head()) ?? noHead;
  const walk = new Walk([...expected, before.hash]);
  for await (const events of chain.events()) for (const event of events) walk.take(event);
  const { last } = walk;
  const faults = [
    ...walk.faults,
    ...(await judgeSuspects(walk.suspects, chain)),
    ...headFault(last?.sequence ?? 0, before, (await chain.head()) ?? noHead, walk.isMet),
    ...expected.filter(hash => !walk.isMet(hash)).map(hash => expectedHeadMissing(hash, last)),
  ].toSorted((a, b) => a.sequence - b.sequence);
  return { events: walk.count, head: last && { sequence: last.sequence, hash: last.hash }, faults };
}

class Walk {
  readonly faults: AuditFault[] = [];
  readonly suspects: Suspect[] = [];
  count = 0;
  last: AuditEvent | undefined;
  private readonly met = new Set<string>();

  constructor(private readonly awaited: readonly string[]) {}

  readonly isMet = (hash: string): boolean => this.met.has(hash);

  take(event: AuditEvent): void {
    const hash = hashAuditEvent(event);
    const isInOrder = this.checkOrder(event);
    if (hash !== event.hash) this.suspect({ event, isRewritten: true });
    else if (isInOrder && event.previousHash !== (this.last?.hash ?? noHash))
      this.suspect({ event, isRewritten: false });
    if (this.awaited.includes(hash)) this.met.add(hash);
    this.last = event;
    this.count++;
  }

  private checkOrder({ sequence }: AuditEvent): boolean {
    const expected = (this.last?.sequence ?? 0) + 1;
    if (sequence === this.last?.sequence)
      this.fault({ sequence, kind: 'forked', detail: 'There is more than one event with this number.' });
    else if (sequence > expected)
      this.fault({
        sequence: expected,
        kind: 'missing',
        detail: sequence === expected + 1 ? 'The event was deleted.' : `All events up to ${sequence - 1} were deleted.`,
      });
    else return true;
    return false;
  }

  private suspect(suspect: Suspect): void {
    if (this.suspects.length < MAX_FAULTS) this.suspects.push(suspect);
  }

  private fault(fault: AuditFault): void {
    if (this.faults.length < MAX_FAULTS) this.faults.push(fault);
  }
}

/** The row beside the log says how far it goes: `before` as it was when the walk began, `after` when it had ended. */
function headFault(end: number, before: AuditHead, after: AuditHead, isMet: (hash: string) => boolean) {
  const fault = (kind: AuditFault['kind'], sequence: number, detail: string): AuditFault[] => [
    { sequence, kind, detail },
  ];
  if (end < before.sequence)
    return fault('truncated', end + 1, `The log went to ${before.sequence}: its last events were deleted.`);
  if (end > after.sequence)
    return fault('beyond-head', after.sequence + 1, `Postern wrote no further than ${after.sequence}.`);
  if (before.sequence > 0 && !isMet(before.hash))
    return fault('edited', before.sequence, 'It is not the last event that Postern wrote: the log was rewritten.');
  return [];
}

function expectedHeadMissing(hash: string, last: AuditEvent | undefined): AuditFault {
  return {
    sequence: last?.sequence ?? 0,
    kind: 'expected-head-missing',
    detail: `No event has the expected hash ${hash}: the log was cut off or rewritten since that was kept.`,
  };
}
