/** When a key was made. */
interface Dated {
  readonly created_at: string;
}

/** What keys are for at a moment. */
export interface ChosenKeys<Key> {
  /** The one that signs; none when there is no key yet. */
  readonly signing: Key | undefined;
  /** Those whose public halves are told, newest first. */
  readonly published: readonly Key[];
  /** Whether the next one is to be made. */
  readonly isNextDue: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** So long a receiver may keep a key set; a key that it cannot know yet does not sign. */
const ANNOUNCED_MS = HOUR_MS;
const LIVES_MS = 90 * DAY_MS;
/** So long after the next one was made what a key has signed can still be verified. */
const OVERLAP_MS = 30 * DAY_MS;

/** Which key signs, which are told of, and whether another one is due: they follow each other with an overlap. Pure. */
export function chooseSigningKeys<Key extends Dated>(keys: readonly Key[], now: Date): ChosenKeys<Key> {
  const age = ({ created_at }: Dated): number => now.getTime() - Date.parse(created_at);
  const newestFirst = keys.toSorted((a, b) => age(a) - age(b));
  const [newest] = newestFirst;
  const signing = newestFirst.find(key => age(key) >= ANNOUNCED_MS) ?? newestFirst.at(-1);
  return {
    signing,
    published: newestFirst.filter((key, index) => {
      const next = newestFirst[index - 1];
      return key === signing || !next || age(next) < OVERLAP_MS;
    }),
    isNextDue: !newest || age(newest) >= LIVES_MS,
  };
}
