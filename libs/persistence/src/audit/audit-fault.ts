import type { AuditEvent } from './audit-event.js';
import { hashAuditEvent, noHash } from './hash-audit-event.js';

/** Where a chain is broken, and how. */
export interface AuditFault {
  readonly sequence: number;
  readonly kind: 'edited' | 'missing' | 'reordered' | 'forked' | 'truncated' | 'beyond-head' | 'expected-head-missing';
  readonly detail: string;
}

/** An event that has another content than its hash says (`isRewritten`), or does not follow the event before it. */
export interface Suspect {
  readonly event: AuditEvent;
  readonly isRewritten: boolean;
}

/** Where in the log the hash of an event is, and which events say that they follow it. */
interface Place {
  readonly at: number[];
  readonly followers: number[];
}

/** Says what was done to each. Only for those whose link is broken the log is read again. */
export async function judgeSuspects(
  suspects: readonly Suspect[],
  log: { events(): AsyncIterable<readonly AuditEvent[]> },
): Promise<AuditFault[]> {
  const rewritten = suspects.filter(({ isRewritten }) => isRewritten).map(({ event }) => event);
  const unlinked = suspects.filter(({ isRewritten }) => !isRewritten).map(({ event }) => event);
  const places = await locate(unlinked, log);
  return [
    ...rewritten.map(event => judgeRewritten(event, rewritten)),
    ...unlinked.map(event => judgeUnlinked(event, places.get(event.previousHash))),
  ];
}

/** The content of an event that only got another number still has its hash under the old one. */
function judgeRewritten(event: AuditEvent, rewritten: readonly AuditEvent[]): AuditFault {
  const { sequence } = event;
  const old = rewritten.find(
    other => other.sequence !== sequence && hashAuditEvent({ ...event, sequence: other.sequence }) === event.hash,
  );
  if (old) return { sequence, kind: 'reordered', detail: `What stands here was written as ${old.sequence}.` };
  return { sequence, kind: 'edited', detail: 'Its content is not that of which the hash was made.' };
}

function judgeUnlinked({ sequence }: AuditEvent, place: Place | undefined): AuditFault {
  const [before] = place?.at ?? [];
  if (before === undefined)
    return {
      sequence: sequence - 1,
      kind: 'edited',
      detail: `Event ${sequence} was written after another one than stands here: it was replaced, along with its hash.`,
    };
  if (place?.followers.includes(before + 1))
    return { sequence, kind: 'forked', detail: `It says that it follows ${before}, which ${before + 1} does.` };
  return { sequence, kind: 'reordered', detail: `It was written after what stands at ${before}.` };
}

async function locate(
  unlinked: readonly AuditEvent[],
  log: { events(): AsyncIterable<readonly AuditEvent[]> },
): Promise<ReadonlyMap<string, Place>> {
  const places = new Map<string, Place>();
  if (unlinked.length === 0) return places;
  for (const { previousHash } of unlinked) places.set(previousHash, { at: [], followers: [] });
  places.get(noHash)?.at.push(0);
  for await (const events of log.events())
    for (const { sequence, hash, previousHash } of events) {
      places.get(hash)?.at.push(sequence);
      places.get(previousHash)?.followers.push(sequence);
    }
  return places;
}
