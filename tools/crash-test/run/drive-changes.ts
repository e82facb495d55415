import { isDeepStrictEqual } from 'node:util';
import { type MappedGroup, nextChange } from '../changes/next-change.ts';
import { type Change, expect, isBeforeOrAfter, newSubject, type Subject } from '../changes/subject.ts';
import { pick, type Random, randomNumbers } from '../random.ts';
import type { ScimClient } from './scim-client.ts';

const LANES = 8;

/** What came of the changes. */
export interface DrivenChanges {
  readonly subjects: readonly Subject[];
  /** How many were acknowledged, by kind. */
  readonly kinds: ReadonlyMap<string, number>;
  /** How many were not acknowledged, and how many of them were stored all the same. */
  readonly unacknowledged: number;
  readonly unacknowledgedStored: number;
  readonly problems: readonly string[];
}

/** What changes are driven by. */
export interface Driving {
  readonly client: ScimClient;
  readonly groups: readonly MappedGroup[];
  readonly seed: number;
  readonly changes: number;
  readonly people: number;
  /** Hears of each change that is over. */
  readonly onChange: (count: number) => void;
  /** Hears of people who came, or came back. */
  readonly onArrival: (directoryUserId: string) => Promise<void>;
}

/** Changes people and groups, some at once, each of them by one after the other. */
export class ChangeDriver {
  private readonly kinds = new Map<string, number>();
  private readonly problems: string[] = [];
  private unacknowledged = 0;
  private unacknowledgedStored = 0;
  private asked = 0;
  private over = 0;

  private readonly driving: Driving;

  constructor(driving: Driving) {
    this.driving = driving;
  }

  async drive(): Promise<DrivenChanges> {
    const { people, seed } = this.driving;
    const lanes = Array.from({ length: LANES }, (_, lane): Subject[] => [
      newSubject('Groups', `group${lane}`),
      ...Array.from({ length: Math.ceil((people - lane) / LANES) }, (_person, n) =>
        newSubject('Users', `person${n * LANES + lane}`),
      ),
    ]);
    await Promise.all(lanes.map((subjects, lane) => this.work(subjects, randomNumbers(seed * LANES + lane))));
    const { kinds, problems, unacknowledged, unacknowledgedStored } = this;
    return { subjects: lanes.flat(), kinds, problems, unacknowledged, unacknowledgedStored };
  }

  private async work(subjects: readonly Subject[], random: Random): Promise<void> {
    while (this.asked < this.driving.changes) {
      this.asked += 1;
      const subject = pick(random, subjects);
      await this.change(subject, nextChange(random, subject, this.driving.groups));
      this.driving.onChange(++this.over);
    }
  }

  private async change(subject: Subject, change: Change): Promise<void> {
    const answer = await this.driving.client.send(change);
    if (answer === undefined) return this.lookUp(subject, change);
    const { status, text } = answer;
    if (status >= 300) {
      this.problems.push(`${describe(subject, change)} was answered ${status}: ${text.slice(0, 300)}`);
      return this.lookUp(subject, change);
    }
    this.kinds.set(change.kind, (this.kinds.get(change.kind) ?? 0) + 1);
    const id = subject.expected?.id ?? answer.id ?? '';
    expect(subject, change.after && { id, attributes: change.after });
    await this.arrive(subject, change);
  }

  /** Without an answer it may be as before or as wanted; anything else is a loss. Which of both is expected from now on. */
  private async lookUp(subject: Subject, change: Change): Promise<void> {
    this.unacknowledged += 1;
    const found = await this.driving.client.read(subject);
    if (!isBeforeOrAfter(subject, change, found)) this.problems.push(lost(describe(subject, change), subject, found));
    const isStored = !isDeepStrictEqual(found, subject.expected);
    if (isStored) this.unacknowledgedStored += 1;
    expect(subject, found);
    if (isStored) await this.arrive(subject, change);
  }

  private async arrive({ endpoint, expected }: Subject, { kind }: Change): Promise<void> {
    const arrives = endpoint === 'Users' && ['create', 'return', 'reactivate'].includes(kind);
    if (arrives && expected) await this.driving.onArrival(expected.id);
  }
}

/** Compares everybody with what was acknowledged last. */
export async function checkDirectory(client: ScimClient, subjects: readonly Subject[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const subject of subjects) {
    const found = await client.read(subject);
    if (!isDeepStrictEqual(found, subject.expected)) problems.push(lost('At the end', subject, found));
  }
  return problems;
}

function lost(when: string, { externalId, expected }: Subject, found: unknown): string {
  return `${when} ${externalId} is ${JSON.stringify(found)}, and not ${JSON.stringify(expected)}.`;
}

function describe({ externalId, revision }: Subject, { kind }: Change): string {
  return `Change ${revision} of ${externalId} (${kind})`;
}
