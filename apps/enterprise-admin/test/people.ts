import type { AccountId, ConnectionState, EnterpriseId } from '#libs/persistence';
import { publishAllAccountEvents } from '#libs/provisioning';
import { aKey, auditLog, runningAdmin } from './builders.js';

/** What a test says of somebody whom the directory knows. */
interface LinkedPerson {
  readonly login: string;
  readonly isActive?: boolean;
  readonly connectionState?: ConnectionState;
  readonly suspendedBy?: 'directory' | 'administrator';
}

/** An account that is linked to a directory user of a connection of its own. */
export async function aLinkedAccount(
  enterpriseId: EnterpriseId,
  { login, isActive = true, connectionState = 'enabled', suspendedBy }: LinkedPerson,
): Promise<AccountId> {
  const { database } = await runningAdmin();
  const { connectionId } = await database.repositories.enterprises.insertConnection(enterpriseId, {
    name: 'Test',
    idpProfile: 'generic',
    state: connectionState,
    provisioningMode: 'users',
  });
  const rows: { id: AccountId }[] = await database.orm.em.fork().execute(
    `with person as (
       insert into directory_users
         (enterprise_id, connection_id, id, user_name, user_name_key, active, attributes, search, terms)
       values (?, ?, uuidv7(), ?, ?, ?, '{}', '{}', '') returning *
     )
     insert into accounts (enterprise_id, id, login, login_key, state, suspended_by, connection_id, directory_user_id)
     select enterprise_id, uuidv7(), user_name, user_name_key, ?, ?, connection_id, id from person returning id`,
    [enterpriseId, connectionId, login, login, isActive, suspendedBy ? 'suspended' : 'active', suspendedBy ?? null],
  );
  return rows[0]!.id;
}

/** What was recorded of one thing or person, oldest first; what happened to accounts too. */
export async function eventsOf(enterpriseId: string, id: string) {
  await publishAllAccountEvents((await runningAdmin()).database);
  const events = await auditLog(enterpriseId);
  return events.filter(({ target }) => (target as { readonly id: string }).id === id);
}

/** The events that tell the vendor's application of an account, oldest first. */
export async function toldOf(accountId: string): Promise<readonly { type: string; change: object; actor: object }[]> {
  const db = (await runningAdmin()).database.orm.em.fork();
  return db.execute('select type, change, actor from account_events where account_id = ? order by sequence', [
    accountId,
  ]);
}

/** Somebody signed in. */
export async function aSession(enterpriseId: EnterpriseId, accountId: string, { endsInDays = 1 } = {}) {
  const { database } = await runningAdmin();
  return database.repositories.accountSessions.insert(enterpriseId, accountId as AccountId, {
    ip: '192.0.2.7',
    userAgent: 'Example/1.0',
    expiresAt: new Date(Date.now() + endsInDays * 86_400_000),
  });
}

/** An enterprise whose administrators have no API key: only its accounts administrate it, and the vendor. */
export async function anEnterpriseWithoutKeys(): Promise<{ readonly id: EnterpriseId; readonly path: string }> {
  const { database } = await runningAdmin();
  const id = await database.repositories.enterprises.insert({ key: aKey(), name: 'Example' });
  return { id, path: `/enterprises/${id}` };
}
