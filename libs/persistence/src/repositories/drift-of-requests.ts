/** How far back the log of requests is read; it keeps so many days unless told otherwise. */
const LATELY = `now() - interval '30 days'`;

/** What a rehearsal asked says nothing of anybody's directory. */
const OF_CONNECTION = `r.enterprise_id = $1 and r.connection_id = $2 and r.rehearsal_id is null`;

/** An ISO 8601 text, as all moments leave the database. */
const iso = (moment: string) => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * People whom no request has named since a moment: none of them was read, written (in bulk too), or found by a look-up, by userName or
 * externalId. The people in the pages of a listing are not stored, and all of the directory is in them, whether it is known there or not.
 * @param since where the moment stands among the values; nobody when it is null
 */
export const notSeen = (since: string): string => `
  with since_then as materialized (
    select r.resource_id, r.intent_kind, r.intent_subject, r.found, r.operations
    from scim_requests r
    where ${OF_CONNECTION} and r.at >= ${since}::timestamptz and r.status not in (0, 401)
      and (r.resource_id is not null or r.operations is not null or r.intent_kind = 'look-up-user')
  ), named as materialized (
    select resource_id::text as id from since_then where resource_id is not null
    union
    select operation ->> 'id' from since_then, jsonb_array_elements(operations) as operation
  ), looked_up as materialized (
    select distinct intent_subject as subject from since_then where intent_kind = 'look-up-user' and found > 0
  )
  select u.id, u.user_name as name, null::uuid as other_id
  from directory_users u
  where u.enterprise_id = $1 and u.connection_id = $2 and u.state = 'present' and u.created_at < ${since}::timestamptz
    and not exists (select from named n where n.id = u.id::text)
    and not exists (select from looked_up l where lower(l.subject) = lower(u.user_name))
    and not exists (select from looked_up l where l.subject = u.external_id)`;

/** Ids that were asked for more than once lately, are not there, and were answered 404. Whose it was is kept of a person. */
export const staleIds = `
  select s.id, u.user_name as name, null::uuid as other_id, jsonb_build_object(
    'resourceType', s.resource_type, 'requests', s.requests, 'firstAt', ${iso('s.first_at')}, 'lastAt', ${iso('s.last_at')}
  ) as asked
  from (
    select r.resource_id as id, count(*) as requests, min(r.at) as first_at, max(r.at) as last_at,
      case when bool_or(r.path ~* '^/+users/') then 'User' else 'Group' end as resource_type
    from scim_requests r
    where ${OF_CONNECTION} and r.at > ${LATELY} and r.status >= 400 and r.status = 404 and r.resource_id is not null
      and r.path ~* '^/+(users|groups)/' and not r.is_test
    group by r.resource_id having count(*) > 1
  ) s
  left join directory_users u on u.enterprise_id = $1 and u.connection_id = $2 and u.id = s.id
  where u.state is distinct from 'present' and not exists (
    select from directory_groups g where g.enterprise_id = $1 and g.connection_id = $2 and g.id = s.id
  )`;

/** When the identity provider last began to list everybody, whom it looked up in each hour, and how many there are. */
export const directoryPasses = `
  select (
      select ${iso('max(r.at)')} from scim_requests r
      where ${OF_CONNECTION} and r.at > ${LATELY} and r.intent_kind = 'list-users' and r.method = 'GET' and r.status = 200
        and not r.is_test and r.path !~* '[?&]cursor=[^&]' and r.path !~* '[?&]startindex=0*([2-9]|1[0-9])'
        and r.path !~* '[?&]count=0*[01](&|$)'
    ) as "listedAt",
    (
      select coalesce(jsonb_agg(h order by h.hour), '[]') from (
        select ${iso("date_trunc('hour', r.at, 'UTC')")} as hour, ${iso('min(r.at)')} as "firstAt",
          count(distinct r.intent_subject)::int as people
        from scim_requests r
        where ${OF_CONNECTION} and r.at > ${LATELY} and r.intent_kind = 'look-up-user' and r.status = 200 and not r.is_test
        group by date_trunc('hour', r.at, 'UTC')
      ) h
    ) as "lookUpHours",
    (
      select count(*)::int from directory_users u
      where u.enterprise_id = $1 and u.connection_id = $2 and u.state = 'present'
    ) as people`;
