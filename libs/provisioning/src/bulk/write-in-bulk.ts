import {
  type Account,
  type AccountChange,
  type AccountId,
  type Cause,
  type ConnectionKey,
  newId,
  type NewAccountEvent,
  type ReceiptOf,
  type Repositories,
} from '#libs/persistence';
import { type AccountWrite, eventsOf, shown, stateChange } from '../write-effect.js';

type Insertion = Extract<AccountWrite, { kind: 'insert' }> & { readonly id: AccountId };
type Update = Extract<AccountWrite, { kind: 'update' }>;

/** Whether anything is stored for a write. */
export function isWritten(write: AccountWrite): boolean {
  return (
    write.kind === 'insert' || write.change.state !== undefined || eventsOf(write.account, write.change).length > 0
  );
}

/**
 * As `writeEffect`, for many people in a few statements. No login of one of them may depend on what is written of another, and
 * each account is locked and is in one write only.
 */
export async function writeInBulk(
  { accountBatches }: Repositories,
  connection: ConnectionKey,
  given: readonly AccountWrite[],
  cause: Cause,
): Promise<void> {
  const { enterpriseId } = connection;
  const writes = given.filter(isWritten);
  const insertions = writes.flatMap(write => (write.kind === 'insert' ? [{ ...write, id: newId<AccountId>() }] : []));
  const updates = writes.filter(write => write.kind === 'update');
  await accountBatches.insertLinked(connection, insertions);
  await accountBatches.update(
    enterpriseId,
    updates.map(({ account, change }) => accountAfter(account, change)),
  );
  const events = [
    ...insertions.map(insertion => eventOfNew(connection, insertion)),
    ...updates.flatMap(update => eventsOfUpdate(connection, update)),
  ];
  await accountBatches.appendEvents(enterpriseId, events, cause);
  const withState = (state: 'active' | 'suspended') =>
    updates.filter(({ change }) => change.state === state).map(update => receiptOf(connection, update));
  await accountBatches.openReceipts(enterpriseId, withState('suspended'), cause);
  await accountBatches.restoreReceipts(enterpriseId, withState('active'), cause);
}

function accountAfter(account: Account, { link, state, profile }: AccountChange): Account {
  return {
    ...account,
    ...profile,
    ...(link && { connectionId: link.connection.connectionId, directoryUserId: link.directoryUserId }),
    ...(state && { state, suspendedBy: state === 'suspended' ? 'directory' : null }),
  };
}

function eventOfNew(connection: ConnectionKey, { id, directoryUserId, profile }: Insertion): NewAccountEvent {
  const source = { connectionId: connection.connectionId, directoryUserId };
  return {
    accountId: id,
    source,
    type: 'account.created',
    change: { after: { ...shown(profile), state: 'active' } },
  };
}

function eventsOfUpdate(connection: ConnectionKey, { account, change, directoryUserId }: Update): NewAccountEvent[] {
  const source = { connectionId: connection.connectionId, directoryUserId };
  return eventsOf(account, change).map(event => ({ accountId: account.id, source, ...event }));
}

function receiptOf({ connectionId }: ConnectionKey, { account, change, directoryUserId }: Update): ReceiptOf {
  return { accountId: account.id, source: { connectionId, directoryUserId }, change: stateChange(account, change) };
}
