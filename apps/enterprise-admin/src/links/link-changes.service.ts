import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  type AccountRow,
  type Cause,
  type ConnectionKey,
  type DirectoryUser,
  type DirectoryUserId,
  type Repositories,
} from '#libs/persistence';
import { planLinked, writeEffect } from '#libs/provisioning';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import { type Caller, causeOf } from '../http/caller.js';
import { DeprovisioningProblem } from '../http/deprovisioning-problem.js';
import { keepOneAdministrator } from '../http/keep-one-administrator.js';
import { requireLockedAccount } from '../http/require-account.js';
import { requireConnection } from '../http/require-connection.js';
import { requireLastingEnterprise } from '../http/require-enterprise.js';
import type { EndLink, Link, PutLink } from './link.dto.js';
import { toMatched } from './link.mapper.js';

/** Links that administrators make and end. The events that tell of it go into the audit log when they are published. */
@Injectable()
export class LinkChangesService {
  constructor(private readonly transactions: AdminTransactions) {}

  put(caller: Caller, key: ConnectionKey, id: DirectoryUserId, body: PutLink): Promise<Link> {
    return this.transactions.change(caller, async repositories => {
      const user = await lockUser(repositories, key, id);
      if (user.state !== 'present') throw DeprovisioningProblem.directoryUserGone();
      const before = await repositories.accountLinks.lockLinked(key, id);
      const account = await requireLockedAccount(repositories, key.enterpriseId, body.accountId as AccountId);
      const pair = { id, user_name: user.userName, active: user.active, account_id: account.id, login: account.login };
      if (before?.id === account.id) return toMatched(pair, caller);
      if (!body.movesLink && (await isTaken(repositories, account))) throw DeprovisioningProblem.linkTaken();
      if (!user.active) await keepAdministrator(repositories, account);
      const told = { cause: causeOf(caller), reason: body.reason };
      if (before) await unlink(repositories, before, told);
      await unlink(repositories, account, told);
      await link(repositories, key, { account, user }, told);
      return toMatched(pair, caller);
    });
  }

  /** What the directory did to the account stays, but what its groups gave goes with the link. */
  async delete(caller: Caller, key: ConnectionKey, id: DirectoryUserId, { reason }: EndLink): Promise<void> {
    await this.transactions.change(caller, async repositories => {
      await lockUser(repositories, key, id);
      const account = await repositories.accountLinks.lockLinked(key, id);
      if (account) await unlink(repositories, account, { cause: causeOf(caller), reason });
    });
  }
}

interface Told {
  readonly cause: Cause;
  readonly reason: string;
}

/** The directory user before accounts, as SCIM locks them. */
async function lockUser(repositories: Repositories, key: ConnectionKey, id: DirectoryUserId): Promise<DirectoryUser> {
  await requireLastingEnterprise(repositories, key.enterpriseId);
  await requireConnection(repositories, key);
  const user = (await repositories.directoryUsers.lock(key, id)) ?? (await repositories.directoryPages.user(key, id));
  if (!user) throw AdminProblem.notFound();
  return user;
}

/** Whom the directory does not let in is suspended with the link. */
async function keepAdministrator(
  repositories: Repositories,
  { enterprise_id: enterpriseId, id, is_administrator: isAdministrator, state }: AccountRow,
): Promise<void> {
  if (isAdministrator && state === 'active') await keepOneAdministrator(repositories, enterpriseId, id);
}

async function isTaken({ directoryPages }: Repositories, account: AccountRow): Promise<boolean> {
  const { enterprise_id: enterpriseId, connection_id: connectionId, directory_user_id: directoryUserId } = account;
  if (!connectionId || !directoryUserId) return false;
  return (await directoryPages.user({ enterpriseId, connectionId }, directoryUserId))?.state === 'present';
}

/** Nothing to end of an account that is linked to nobody. */
async function unlink(
  { accountLinks, accountEvents }: Repositories,
  {
    enterprise_id: enterpriseId,
    id: accountId,
    connection_id: connectionId,
    directory_user_id: directoryUserId,
  }: AccountRow,
  { cause, reason }: Told,
): Promise<void> {
  if (!connectionId || !directoryUserId) return;
  await accountLinks.unlink(enterpriseId, accountId, { connectionId, directoryUserId }, cause);
  const change = { before: { directoryUserId }, reason };
  await accountEvents.append(enterpriseId, { accountId, type: 'account.unlinked', change }, cause);
}

/** Links, and carries at once what the directory says of the person. */
async function link(
  repositories: Repositories,
  key: ConnectionKey,
  { account, user }: { readonly account: AccountRow; readonly user: DirectoryUser },
  { cause, reason }: Told,
): Promise<void> {
  const source = { connectionId: key.connectionId, directoryUserId: user.id };
  await repositories.accountLinks.link(key.enterpriseId, account.id, source, cause);
  const change = { after: { directoryUserId: user.id }, reason };
  const event = { accountId: account.id, source, type: 'account.linked', change } as const;
  await repositories.accountEvents.append(key.enterpriseId, event, cause);
  await writeEffect(repositories, key, await planLinked(repositories, key, user), cause);
}
