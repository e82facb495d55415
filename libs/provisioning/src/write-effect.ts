import {
  type Account,
  type AccountChange,
  type AccountId,
  type AccountProfile,
  type Cause,
  type ConnectionKey,
  type DirectoryUserId,
  newId,
  type Repositories,
} from '#libs/persistence';

/** What is to be written of an account because of a directory user. */
export type AccountWrite =
  | { readonly kind: 'insert'; readonly directoryUserId: DirectoryUserId; readonly profile: AccountProfile }
  | {
      readonly kind: 'update';
      readonly directoryUserId: DirectoryUserId;
      readonly account: Account;
      readonly change: AccountChange;
    };

/**
 * Writes a planned effect after the directory change, in its transaction: either both are stored or neither is. What hangs on
 * an account goes and comes with it, and each change has its event. All statements are on their way when it returns, so that
 * the commit may go out with them.
 * @param cause who asked for the directory change
 */
export async function writeEffect(
  repositories: Repositories,
  connection: ConnectionKey,
  { writes, returning }: { readonly writes: readonly AccountWrite[]; readonly returning: readonly DirectoryUserId[] },
  cause: Cause,
): Promise<void> {
  const written = writes.flatMap(write => statementsOf(repositories, connection, write, cause));
  await Promise.all([...written, repositories.carriedMemberships.carryUsers(connection, returning, cause)]);
}

function statementsOf(
  repositories: Repositories,
  connection: ConnectionKey,
  write: AccountWrite,
  cause: Cause,
): readonly Promise<void>[] {
  return write.kind === 'insert'
    ? insertion(repositories, connection, write, cause)
    : update(repositories, connection, write, cause);
}

function insertion(
  { accounts, accountEvents }: Repositories,
  connection: ConnectionKey,
  { directoryUserId, profile }: Extract<AccountWrite, { kind: 'insert' }>,
  cause: Cause,
): readonly Promise<void>[] {
  const id = newId<AccountId>();
  const source = { connectionId: connection.connectionId, directoryUserId };
  const after = { ...shown(profile), state: 'active' };
  return [
    accounts.insertLinked(connection, { id, directoryUserId, profile }),
    accountEvents.append(
      connection.enterpriseId,
      { accountId: id, source, type: 'account.created', change: { after } },
      cause,
    ),
  ];
}

function update(
  { accounts, accountEvents, receipts }: Repositories,
  { enterpriseId, connectionId }: ConnectionKey,
  { directoryUserId, account, change }: Extract<AccountWrite, { kind: 'update' }>,
  cause: Cause,
): readonly Promise<void>[] {
  const source = { connectionId, directoryUserId };
  const told = { accountId: account.id, source };
  const events = eventsOf(account, change);
  const isWritten = events.length > 0 || change.state !== undefined;
  return [
    ...(isWritten ? [accounts.update(enterpriseId, account, change)] : []),
    ...events.map(event => accountEvents.append(enterpriseId, { ...told, ...event }, cause)),
    ...(change.state === 'suspended'
      ? [receipts.open(enterpriseId, { ...told, change: stateChange(account, change) }, cause)]
      : []),
    ...(change.state === 'active'
      ? [receipts.restore(enterpriseId, { ...told, change: stateChange(account, change) }, cause)]
      : []),
  ];
}

/** What is told of a change to an account besides its state. */
export interface ToldChange {
  readonly type: 'account.linked' | 'account.login_released' | 'account.updated';
  readonly change: object;
}

/** What happens besides suspension and reactivation, which have their receipts. */
export function eventsOf(account: Account, { link, freesLogin, profile }: AccountChange): readonly ToldChange[] {
  const { before, after } = differenceOf(account, profile ?? {});
  return [
    ...(link
      ? [{ type: 'account.linked', change: { after: { directoryUserId: link.directoryUserId } } } as const]
      : []),
    ...(freesLogin ? [{ type: 'account.login_released', change: { before: { login: account.login } } } as const] : []),
    ...(Object.keys(after).length > 0 ? [{ type: 'account.updated', change: { before, after } } as const] : []),
  ];
}

/** What the event of a suspension or reactivation tells. */
export function stateChange({ state }: Account, change: AccountChange): object {
  return { before: { state }, after: { state: change.state } };
}

function differenceOf(account: Account, profile: Partial<AccountProfile>): { before: object; after: object } {
  const names = (['login', 'loginKey', 'email', 'displayName'] as const).filter(
    name => profile[name] !== undefined && profile[name] !== account[name],
  );
  // The prepared login is nobody's business, but it changes when the login is given back.
  const told = names.includes('loginKey') && !names.includes('login') ? [...names, 'login' as const] : names;
  const pick = (of: Partial<AccountProfile> | Account) =>
    Object.fromEntries(told.filter(name => name !== 'loginKey').map(name => [name, of[name]]));
  return { before: pick(account), after: pick(profile) };
}

/** What the event of a new account tells of its profile. */
export function shown({ login, email, displayName }: AccountProfile): object {
  return { login, email, displayName };
}
