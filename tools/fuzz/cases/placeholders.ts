import fc, { type Arbitrary } from 'fast-check';

/** How many users and groups the directory holds while it is fuzzed. */
export const DIRECTORY_SIZE = { users: 60, groups: 12 } as const;

/** What the running service knows and a generated request does not. */
export interface KnownValues {
  /** The id of the user or group in a slot. */
  idOf(kind: 'user' | 'group', slot: number): string;
  /** A `nextCursor` the service has given out, or an empty string as long as there is none. */
  readonly cursor: string;
}

const PLACEHOLDER = /__(user|group)-(\d+)__|__cursor-(\w+)-(\d+)__/g;

/** Stands for the id of an existing user. */
export const userId: Arbitrary<string> = slots('user', DIRECTORY_SIZE.users);

/** Stands for the id of an existing group. */
export const groupId: Arbitrary<string> = slots('group', DIRECTORY_SIZE.groups);

/** Stands for a cursor of the service, whole or tampered with. */
export const cursor: Arbitrary<string> = fc
  .tuple(fc.constantFrom('whole', 'cut', 'flip', 'twice', 'upper'), fc.nat(200))
  .map(([how, position]) => `__cursor-${how}-${position}__`);

function slots(kind: 'user' | 'group', size: number): Arbitrary<string> {
  return fc.nat(size - 1).map(slot => `__${kind}-${slot}__`);
}

/** The text with every placeholder filled in. */
export function fillIn(text: string, known: KnownValues): string {
  if (!text.includes('__')) return text;
  return text.replace(PLACEHOLDER, (_match, kind?: string, slot?: string, how?: string, position?: string) =>
    how === undefined
      ? known.idOf(kind as 'user' | 'group', Number(slot))
      : encodeURIComponent(tamper(known.cursor, how, Number(position))),
  );
}

function tamper(text: string, how: string, position: number): string {
  const at = text.length === 0 ? 0 : position % text.length;
  if (how === 'cut') return text.slice(0, at);
  if (how === 'flip') return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
  if (how === 'twice') return text + text;
  return how === 'upper' ? text.toUpperCase() : text;
}
