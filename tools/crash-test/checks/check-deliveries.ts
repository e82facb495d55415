import { isDeepStrictEqual } from 'node:util';
import type { Client } from 'pg';
import type { WebhookReceiver } from '../run/webhook-receiver.ts';
import { findDisorder, tellAccounts, type ToldAccount } from './told-accounts.ts';

/** An account, without what it was given by hand: no event tells of that. */
const ACCOUNTS = `
  select a.id, a.state, a.login, coalesce((
      select jsonb_agg(m.organization_id order by m.organization_id) from organization_memberships m
      where m.enterprise_id = a.enterprise_id and m.account_id = a.id and m.source = 'group'
    ), '[]') as organizations
  from accounts a where a.enterprise_id = $1`;

/**
 * Compares what the receiver was told with what is: every event came, of each account in order, and whoever knows nothing but the
 * events knows the accounts.
 * @param local an organization that people are in by hand
 */
export async function checkDeliveries(
  client: Client,
  { arrived, taken, problems }: WebhookReceiver,
  { enterpriseId, local }: { readonly enterpriseId: string; readonly local: string },
): Promise<readonly string[]> {
  const told = tellAccounts(taken);
  const { rows } = await client.query<ToldAccount & { readonly id: string }>(ACCOUNTS, [enterpriseId]);
  const differing = rows.filter(({ id, ...account }) => !isDeepStrictEqual(withoutLocal(told.get(id), local), account));
  const events = await client.query<{ readonly id: string }>('select id from account_events where enterprise_id = $1', [
    enterpriseId,
  ]);
  const came = new Set(taken.map(({ id }) => id));
  const missing = events.rows.filter(({ id }) => !came.has(id));
  return [
    ...problems,
    ...findDisorder(arrived).map(({ id }) => `event ${id} came before an earlier one of its account`),
    ...findDisorder(taken).map(({ id }) => `event ${id} was taken before an earlier one of its account`),
    ...missing.map(({ id }) => `event ${id} did not come`),
    ...differing.map(
      account => `events tell ${JSON.stringify(told.get(account.id))}, it is ${JSON.stringify(account)}`,
    ),
  ];
}

function withoutLocal(account: ToldAccount | undefined, local: string): ToldAccount | undefined {
  return account && { ...account, organizations: account.organizations.filter(id => id !== local) };
}
