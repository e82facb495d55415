import type { DirectoryGroupId, GroupMappingId, OrganizationId } from '../entities/ids.js';
import { statement } from '../executor.js';
import { givenAndHeld } from './carried-memberships.statements.js';

/** A directory group that is mapped to an organization. */
export interface GroupMappingRow {
  readonly id: GroupMappingId;
  readonly groupId: DirectoryGroupId;
  /** Null when the identity provider has deleted the group. */
  readonly groupName: string | null;
  readonly organizationId: OrganizationId;
  readonly organizationName: string;
  readonly createdAt: string;
}

const SELECT_MAPPING = `
  select m.id, m.group_id as "groupId", g.display_name as "groupName", m.organization_id as "organizationId",
    o.name as "organizationName", m.created_at as "createdAt"
  from group_mappings m
  join organizations o on o.enterprise_id = m.enterprise_id and o.id = m.organization_id
  left join directory_groups g
    on g.enterprise_id = m.enterprise_id and g.connection_id = m.connection_id and g.id = m.group_id
  where m.enterprise_id = $1 and m.connection_id = $2`;

export const mappingPage = statement<GroupMappingRow>(
  'group-mappings.list',
  `${SELECT_MAPPING} and m.id > $3 order by m.id limit $4`,
);

export const mappingById = statement<GroupMappingRow>('group-mappings.find', `${SELECT_MAPPING} and m.id = $3`);

export const lockDirectory = statement('group-mappings.lock', 'select pg_advisory_xact_lock(connection_lock($1))');

export const lockDirectories = statement(
  'group-mappings.lock-all',
  `with directories as materialized (select id from connections where enterprise_id = $1 order by id)
   select pg_advisory_xact_lock(connection_lock(id)) from directories`,
);

export const insertMappings = statement<{ readonly id: GroupMappingId }>(
  'group-mappings.insert',
  `insert into group_mappings (enterprise_id, connection_id, id, group_id, organization_id)
   select $1, $2, given.id, given.group_id, given.organization_id
   from unnest($3::uuid[], $4::uuid[], $5::uuid[]) as given (id, group_id, organization_id)
   on conflict do nothing
   returning id`,
);

export const removeMapping = statement(
  'group-mappings.remove',
  'delete from group_mappings where enterprise_id = $1 and connection_id = $2 and id = $3',
);

export const removeOfOrganization = statement(
  'group-mappings.remove-of-organization',
  'delete from group_mappings where enterprise_id = $1 and organization_id = $2',
);

/** Organizations to which no group is mapped yet, and whose members were all added by hand. */
export const unconsented = statement<{ readonly id: OrganizationId; readonly members: number }>(
  'group-mappings.unconsented',
  `select m.organization_id as id, count(*)::int as members
   from organization_memberships m
   where m.enterprise_id = $1 and m.organization_id = any ($2::uuid[]) and m.source = 'local' and not exists (
     select from group_mappings g where g.enterprise_id = $1 and g.organization_id = m.organization_id
   )
   group by m.organization_id`,
);

/** What is kept for people who may come back is taken over, too. */
export const takeOver = statement<{ readonly taken: number }>(
  'group-mappings.take-over',
  `with taken as (
     update organization_memberships m set source = 'group'
     from accounts a
     where m.enterprise_id = $1 and m.organization_id = any ($3::uuid[]) and m.source = 'local'
       and a.enterprise_id = $1 and a.id = m.account_id and a.connection_id = $2
     returning 1
   ), kept as (
     update receipt_memberships m set source = 'group'
     from accounts a
     where m.enterprise_id = $1 and m.organization_id = any ($3::uuid[]) and m.source = 'local'
       and a.enterprise_id = $1 and a.id = m.account_id and a.connection_id = $2
     returning 1
   )
   select (select count(*) from taken)::int as taken`,
);

/**
 * What mapping the groups of `$4` to the organizations of `$5`, pair by pair, would change in those of `$3`; `$6` when local
 * memberships are taken over.
 */
const PLAN = `recursive ${givenAndHeld(
  'union all select pair.organization_id, pair.group_id from unnest($4::uuid[], $5::uuid[]) as pair (group_id, organization_id)',
)}, planned as (
     (select organization_id, account_id, 'added' as change from given
      except select organization_id, account_id, 'added' from held)
     union all
     (select organization_id, account_id, 'removed' from held where source = 'group' or $6
      except select organization_id, account_id, 'removed' from given)
     union all
     (select organization_id, account_id, 'stays' from organization_memberships
      where enterprise_id = $1 and organization_id = any ($3::uuid[]) and $6
      except select organization_id, account_id, 'stays' from held)
   )`;

/** What becomes of an account in an organization. `stays`: the directory does not know the person, so it has no say. */
export type PlannedChange = 'added' | 'removed' | 'stays';

export const planCounts = statement<{
  readonly organizationId: OrganizationId;
  readonly change: PlannedChange;
  readonly count: number;
}>(
  'group-mappings.plan-counts',
  `with ${PLAN}
   select organization_id as "organizationId", change, count(*)::int as count from planned group by organization_id, change`,
);

/** An account, and what becomes of it. */
export interface PlannedMember {
  /** Of the account. */
  readonly id: string;
  readonly login: string;
  readonly displayName: string | null;
  readonly change: PlannedChange;
}

export const planPage = statement<PlannedMember>(
  'group-mappings.plan-page',
  `with ${PLAN}
   select a.id, a.login, a.display_name as "displayName", p.change
   from planned p join accounts a on a.enterprise_id = $1 and a.id = p.account_id
   where a.id > $7 order by a.id limit $8`,
);

/** A group, and the organization of the same name if there is one. */
export interface NamedMatch {
  /** Of the group. */
  readonly id: DirectoryGroupId;
  readonly groupName: string;
  readonly organizationId: OrganizationId | null;
  /** Several groups or several organizations have the name. */
  readonly isAmbiguous: boolean;
  readonly isMapped: boolean;
}

export const namedMatches = statement<NamedMatch>(
  'group-mappings.named-matches',
  `with named as (
     select key, (array_agg(organization_id order by organization_id))[1] as organization_id, count(*) as organizations
     from unnest($3::text[], $4::uuid[]) as given (key, organization_id) group by key
   ), names as (
     select display_name_key as key, count(*) as groups from directory_groups
     where enterprise_id = $1 and connection_id = $2 group by display_name_key
   )
   select g.id, g.display_name as "groupName", n.organization_id as "organizationId",
     names.groups > 1 or coalesce(n.organizations, 0) > 1 as "isAmbiguous",
     exists (
       select from group_mappings m where m.enterprise_id = $1 and m.connection_id = $2 and m.group_id = g.id
         and m.organization_id = n.organization_id
     ) as "isMapped"
   from directory_groups g
   join names on names.key = g.display_name_key
   left join named n on n.key collate "C" = g.display_name_key
   where g.enterprise_id = $1 and g.connection_id = $2 and g.id > $5
   order by g.id limit $6`,
);
