import type { AccountId, DirectoryUserId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import type { Cause } from './account-events.repository.js';
import { type ConnectionKey, keyValues } from './connection-key.js';

/** Whose memberships are those that a sign-in claims. */
export interface ClaimingAccount {
  readonly accountId: AccountId;
  readonly directoryUserId: DirectoryUserId | null;
  /** As the identity provider names them: by name, or by id. */
  readonly groups: readonly string[];
}

/**
 * A group gives the organizations that it is mapped to, found by its name or its id at the identity provider, and the one whose
 * key is its name. The account is locked, so nobody else changes its memberships.
 */
const reset = statement<{ readonly joined: number; readonly left: number }>(
  'claimed-memberships.reset',
  `with given as materialized (
     select o.id as organization_id from organizations o where o.enterprise_id = $1 and o.key = any ($6::text[])
     union
     select m.organization_id
     from directory_groups g
     join group_mappings m on m.enterprise_id = $1 and m.connection_id = $2 and m.group_id = g.id
     where g.enterprise_id = $1 and g.connection_id = $2
       and (g.display_name_key = any ($6::text[]) or g.external_id = any ($5::text[]))
   ), come as (
     insert into organization_memberships (enterprise_id, organization_id, account_id, source)
     select $1, organization_id, $3, 'group' from given
     on conflict do nothing
     returning organization_id
   ), gone as (
     delete from organization_memberships m
     where m.enterprise_id = $1 and m.account_id = $3 and m.source = 'group'
       and m.organization_id not in (select organization_id from given)
     returning m.organization_id
   ), counts as (
     select (select count(*) from come)::int as joined, (select count(*) from gone)::int as left
   ), told as (
     insert into account_events (enterprise_id, id, account_id, connection_id, directory_user_id, type, actor, change, request_id)
     select $1, gen_random_uuid(), $3, $2, $4, 'account.memberships_changed', $7::jsonb, jsonb_strip_nulls(jsonb_build_object(
       'joinedOrganizations', (select jsonb_agg(organization_id order by organization_id) from come),
       'leftOrganizations', (select jsonb_agg(organization_id order by organization_id) from gone)
     )), $8
     from counts where joined + counts.left > 0
   )
   select joined, counts.left from counts`,
);

/** Memberships of organizations that the groups of a sign-in give, where the directory does not. */
export class ClaimedMembershipsRepository {
  constructor(private readonly db: Executor) {}

  /** Gives an account what the groups give and takes what only other groups gave; what was given by hand stays. */
  async reset(
    connection: ConnectionKey,
    { accountId, directoryUserId, groups }: ClaimingAccount,
    { actor, requestId }: Cause,
  ): Promise<{ readonly joined: number; readonly left: number }> {
    const names = groups.map(group => group.trim().toLowerCase());
    const whose = [...keyValues(connection), accountId, directoryUserId];
    const [changed] = await this.db.run(reset, [...whose, groups, names, JSON.stringify(actor), requestId]);
    return changed ?? { joined: 0, left: 0 };
  }
}
