import type { OrganizationId } from '../entities/ids.js';
import { statement } from '../executor.js';

/** How many memberships of organizations were given and taken. */
export interface CarriedMemberships {
  readonly joined: number;
  readonly left: number;
}

/** Whether what groups say counts at the moment, of the connection `$2`. */
export const CARRIES = `exists (
  select from connections c
  where c.enterprise_id = $1 and c.id = $2 and c.state = 'enabled' and c.paused is null
    and c.provisioning_mode = 'users_and_groups'
)`;

/** People whom a group can give anything: present and active in the directory, with an active account. */
const PEOPLE = `directory_users u join accounts a
  on a.enterprise_id = $1 and a.connection_id = $2 and a.directory_user_id = u.id and a.state = 'active'`;
const IS_PERSON = `u.enterprise_id = $1 and u.connection_id = $2 and u.state = 'present' and u.active`;

/**
 * What groups give, `given`, against what accounts hold, `held`: what is missing is inserted, and what only a group gave is
 * deleted. Local memberships are left alone. Differences of sets, because they cost the same whatever PostgreSQL expects of a tenant
 * that it has not counted yet.
 * @param takes whether anything is deleted
 */
const writeDifference = (takes: boolean): string => `
  missing as (
    select organization_id, account_id from given where ${CARRIES}
    except select organization_id, account_id from held
  ), stale as (
    select organization_id, account_id from held where source = 'group' and ${takes ? CARRIES : 'false'}
    except select organization_id, account_id from given
  ), come as (
    insert into organization_memberships (enterprise_id, organization_id, account_id, source)
    select $1, organization_id, account_id, 'group' from missing
    on conflict do nothing
    returning organization_id, account_id
  ), gone as (
    delete from organization_memberships m using stale s
    where m.enterprise_id = $1 and m.organization_id = s.organization_id and m.account_id = s.account_id and m.source = 'group'
    returning m.organization_id, m.account_id
  ), changed as (
    select account_id, organization_id, true as is_new from come
    union all
    select account_id, organization_id, false from gone
  ), told as (
    insert into account_events (enterprise_id, id, account_id, connection_id, directory_user_id, type, actor, change, request_id)
    select $1, gen_random_uuid(), a.id, $2, a.directory_user_id, 'account.memberships_changed', $4::jsonb, c.change, $5
    from (
      select account_id, jsonb_strip_nulls(jsonb_build_object(
        'joinedOrganizations', jsonb_agg(organization_id order by organization_id) filter (where is_new),
        'leftOrganizations', jsonb_agg(organization_id order by organization_id) filter (where not is_new)
      )) as change
      from changed group by account_id
    ) c join accounts a on a.enterprise_id = $1 and a.id = c.account_id
  )
  select (select count(*) from come)::int as joined, (select count(*) from gone)::int as left`;

/** Nobody changes what is in whose groups meanwhile; changes of members alone go on beside each other. */
export const lockStructure = statement(
  'carried-memberships.lock-structure',
  `select pg_advisory_xact_lock(hashtextextended('groups ' || $1::uuid, 0))`,
);

/** In the order everywhere: users before accounts. Who becomes a member of something by two requests is carried by one after the other. */
export const lockUsers = statement(
  'carried-memberships.lock-users',
  `with directory as materialized (
     select pg_advisory_xact_lock_shared(connection_lock($2)), pg_advisory_xact_lock_shared(hashtextextended('groups ' || $2::uuid, 0))
   ), users as materialized (
     select u.id from directory_users u
     where u.enterprise_id = $1 and u.connection_id = $2 and u.id = any ($3::uuid[]) order by u.id for share
   )
   select (select count(*) from directory) + (select count(*) from users)`,
);

export const lockAccountsOfUsers = statement(
  'carried-memberships.lock-accounts-of-users',
  `with locked as materialized (
     select a.id from accounts a
     where a.enterprise_id = $1 and a.connection_id = $2 and a.directory_user_id = any ($3::uuid[])
     order by a.id for no key update
   )
   select count(*) from locked`,
);

/** From people upwards: what it costs depends on the groups they are in, and not on how many others are in those. */
const carryPeople = (takes: boolean): string =>
  `with recursive people as materialized (
     select u.id as user_id, a.id as account_id from ${PEOPLE}
     where ${IS_PERSON} and u.id = any ($3::uuid[])
   ), up (account_id, group_id) as (
     select p.account_id, m.group_id
     from people p join directory_memberships m on m.enterprise_id = $1 and m.connection_id = $2 and m.member_id = p.user_id
     union
     select up.account_id, m.group_id
     from up join directory_memberships m on m.enterprise_id = $1 and m.connection_id = $2 and m.member_id = up.group_id
   ), given as (
     select distinct g.organization_id, up.account_id
     from up join group_mappings g on g.enterprise_id = $1 and g.connection_id = $2 and g.group_id = up.group_id
   ), held as (
     select m.organization_id, m.account_id, m.source
     from people p join organization_memberships m on m.enterprise_id = $1 and m.account_id = p.account_id
   ), ${writeDifference(takes)}`;

export const carryUsers = statement<CarriedMemberships>('carried-memberships.carry-users', carryPeople(true));

export const giveUsers = statement<CarriedMemberships>('carried-memberships.give-users', carryPeople(false));

/**
 * Whom the groups give an organization of `$3`, and what people of the directory hold there.
 * @param more besides the groups that are mapped: rows of `organization_id, group_id`
 */
export function givenAndHeld(more = ''): string {
  return `down (organization_id, group_id) as (
     select g.organization_id, g.group_id from group_mappings g
     where g.enterprise_id = $1 and g.connection_id = $2 and g.organization_id = any ($3::uuid[])
     ${more}
     union
     select d.organization_id, m.member_id
     from down d join directory_memberships m
       on m.enterprise_id = $1 and m.connection_id = $2 and m.group_id = d.group_id and m.member_type = 'Group'
   ), given as (
     select distinct d.organization_id, a.id as account_id
     from down d
     join directory_memberships m
       on m.enterprise_id = $1 and m.connection_id = $2 and m.group_id = d.group_id and m.member_type = 'User'
     join (${PEOPLE}) on ${IS_PERSON} and u.id = m.member_id
   ), held as (
     select m.organization_id, m.account_id, m.source
     from organization_memberships m
     join (${PEOPLE}) on ${IS_PERSON} and a.id = m.account_id
     where m.enterprise_id = $1 and m.organization_id = any ($3::uuid[])
   )`;
}

/** The accounts that {@link carryOrganizations} changes. */
export const lockAccountsOfOrganizations = statement(
  'carried-memberships.lock-accounts-of-organizations',
  `with recursive ${givenAndHeld()}, differing as (
     (select organization_id, account_id from given except select organization_id, account_id from held)
     union all
     (select organization_id, account_id from held where source = 'group' except select organization_id, account_id from given)
   ), locked as materialized (
     select a.id from accounts a
     where a.enterprise_id = $1 and a.id in (select account_id from differing) and ${CARRIES}
     order by a.id for no key update
   )
   select count(*) from locked`,
);

/** From organizations downwards, once for all that are in their groups. */
export const carryOrganizations = statement<CarriedMemberships>(
  'carried-memberships.carry-organizations',
  `with recursive ${givenAndHeld()}, ${writeDifference(true)}`,
);

/** The organizations to which a group, or one that it is in, is mapped. */
export const organizationsAbove = statement<{ readonly id: OrganizationId }>(
  'carried-memberships.organizations-above',
  `with recursive up (group_id) as (
     select $3::uuid
     union
     select m.group_id
     from up join directory_memberships m on m.enterprise_id = $1 and m.connection_id = $2 and m.member_id = up.group_id
   )
   select distinct g.organization_id as id
   from up join group_mappings g on g.enterprise_id = $1 and g.connection_id = $2 and g.group_id = up.group_id`,
);
