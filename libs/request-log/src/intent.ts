/** What a request is for. */
export const intentKinds = [
  'test-connection',
  'discover',
  'look-up-user',
  'look-up-group',
  'check-membership',
  'list-users',
  'list-groups',
  'search',
  'read-user',
  'read-group',
  'create-user',
  'update-user',
  'deactivate-user',
  'reactivate-user',
  'set-password',
  'delete-user',
  'create-group',
  'update-group',
  'rename-group',
  'add-members',
  'remove-members',
  'replace-members',
  'delete-group',
  'bulk',
  'unsupported',
] as const;

/** One of {@link intentKinds}. */
export type IntentKind = (typeof intentKinds)[number];

/** What a request is for, and of whom. */
export interface Intent {
  readonly kind: IntentKind;
  /** A userName, the name of a group, or what is looked for; null when there is none. */
  readonly subject: string | null;
  /** How many members or operations; null where that means nothing. */
  readonly count: number | null;
}

type Wording = (subject: string | null, count: number | null) => string;

const of = (verb: string, otherwise: string) => (subject: string | null) =>
  subject === null ? `${verb} ${otherwise}` : `${verb} ${subject}`;

const ofGroup = (verb: string) => (subject: string | null) =>
  subject === null ? `${verb} a group` : `${verb} the group ${subject}`;

const counted = (count: number | null, noun: string): string =>
  count === 1 ? `1 ${noun}` : `${count === null || count === 0 ? '' : `${count} `}${noun}s`;

const wordings: Readonly<Record<IntentKind, Wording>> = {
  'test-connection': () => 'test the connection',
  discover: of('read what the service can do:', 'all of it'),
  'look-up-user': subject => (subject === null ? 'look users up by a filter' : `look up whether ${subject} exists`),
  'look-up-group': subject =>
    subject === null ? 'look groups up by a filter' : `look up whether the group ${subject} exists`,
  'check-membership': subject => (subject === null ? 'look groups up by a member' : `look up who is in ${subject}`),
  'list-users': () => 'list users',
  'list-groups': () => 'list groups',
  search: () => 'search users and groups',
  'read-user': of('read', 'a user'),
  'read-group': ofGroup('read'),
  'create-user': of('create', 'a user'),
  'update-user': of('update', 'a user'),
  'deactivate-user': of('deactivate', 'a user'),
  'reactivate-user': of('reactivate', 'a user'),
  'set-password': of('set the password of', 'a user'),
  'delete-user': of('delete', 'a user'),
  'create-group': (subject, count) =>
    `${ofGroup('create')(subject)}${count === null || count === 0 ? '' : ` with ${counted(count, 'member')}`}`,
  'update-group': ofGroup('update'),
  'rename-group': of('rename a group to', 'another name'),
  'add-members': (subject, count) => `add ${counted(count, 'member')} to ${subject ?? 'a group'}`,
  'remove-members': (subject, count) => `remove ${counted(count, 'member')} from ${subject ?? 'a group'}`,
  'replace-members': (subject, count) =>
    `replace the members of ${subject ?? 'a group'}${count === null ? '' : count === 0 ? ' by nobody' : ` by ${count}`}`,
  'delete-group': ofGroup('delete'),
  bulk: (_, count) => `carry out ${counted(count, 'operation')} at once`,
  unsupported: of('ask for something that SCIM has not:', 'an unknown endpoint'),
};

/** Says what a request is for, in words that continue "The identity provider wanted to …". */
export function intentSentence({ kind, subject, count }: Intent): string {
  return wordings[kind](subject, count);
}
