import { sql } from 'kysely';
import type { ConnectionId, EnterpriseId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import type { ConnectionKey } from './connection-key.js';

/** How many requests came in an hour. */
export interface TrafficHour {
  /** ISO 8601: its beginning. */
  readonly hour: string;
  readonly requests: number;
  readonly failures: number;
  /** ISO 8601. */
  readonly lastAt: string;
}

/** A connection whose traffic is worth a look. */
export interface ActiveConnection extends ConnectionKey {
  readonly idpProfile: string;
}

/** A person whose account has another login than the userName that is provisioned. */
export interface OtherLogin {
  readonly directoryUserId: string;
  readonly userName: string;
  readonly login: string;
}

/** A directory user or group that was made and deleted within minutes. */
export interface ShortLivedResource {
  readonly id: string;
  readonly name: string | null;
  /** ISO 8601: when it was made and when it went. */
  readonly from: string;
  readonly to: string;
}

/** Nobody compares more people than this to see that logins disagree. */
const OTHER_LOGINS = 5;
const SHORT_LIVED_MINUTES = 10;

/** What can be told of the traffic of connections as a whole. */
export class ScimTrafficRepository {
  constructor(private readonly db: Executor) {}

  /** Oldest first; an hour without requests is not there. */
  async hours(connection: ConnectionKey, since: Date): Promise<readonly TrafficHour[]> {
    const { enterpriseId, connectionId } = connection;
    const { rows } = await sql<TrafficHour>`
      select hour, requests, failures, last_at as "lastAt" from scim_request_hours
      where enterprise_id = ${enterpriseId} and connection_id = ${connectionId} and hour >= ${since.toISOString()}::timestamptz
      order by hour`.execute(this.db.kysely);
    return rows;
  }

  /** The connections from which a request came since then. */
  async activeSince(since: Date): Promise<readonly ActiveConnection[]> {
    const { rows } = await sql<ActiveConnection>`
      select distinct c.enterprise_id as "enterpriseId", c.id as "connectionId", c.idp_profile as "idpProfile"
      from scim_request_hours h join connections c on c.enterprise_id = h.enterprise_id and c.id = h.connection_id
      where h.hour >= date_trunc('hour', ${since.toISOString()}::timestamptz, 'UTC')
        and h.last_at >= ${since.toISOString()}::timestamptz and c.state <> 'deleted'`.execute(this.db.kysely);
    return rows;
  }

  /**
   * The enabled connections that are silent for longer than a day and three times the gap they usually have, and those that are
   * said to be silent and are not any more. The usual gap is the longest but one in ten of the gaps between hours with requests.
   */
  async silence(
    now: Date,
  ): Promise<readonly (ConnectionKey & { hours: number; isSilent: boolean; isRaised: boolean })[]> {
    const { rows } = await sql<{
      enterpriseId: EnterpriseId;
      connectionId: ConnectionId;
      hours: number;
      isSilent: boolean;
      isRaised: boolean;
    }>`
      with gaps as (
        select enterprise_id, connection_id, last_at,
          extract(epoch from hour - lag(hour) over (partition by enterprise_id, connection_id order by hour)) / 3600 as gap
        from scim_request_hours where hour >= ${now.toISOString()}::timestamptz - interval '14 days'
      ), usual as (
        select enterprise_id, connection_id, max(last_at) as last_at, count(gap) as gaps,
          percentile_disc(0.9) within group (order by gap) as gap
        from gaps group by 1, 2
      ), judged as (
        select c.enterprise_id, c.id as connection_id,
          extract(epoch from ${now.toISOString()}::timestamptz - u.last_at) / 3600 as hours, u.gaps, u.gap,
          w.code is not null as raised
        from connections c
        left join usual u on u.enterprise_id = c.enterprise_id and u.connection_id = c.id
        left join raised_warnings w
          on w.enterprise_id = c.enterprise_id and w.connection_id = c.id and w.code = 'IDP_SILENT'
        where c.state = 'enabled' and (u.gaps >= 3 or w.code is not null)
      ), told as (
        select *, gaps >= 3 and hours >= greatest(24, 3 * gap) as silent from judged
      )
      select enterprise_id as "enterpriseId", connection_id as "connectionId", coalesce(floor(hours), 0)::int as hours,
        coalesce(silent, true) as "isSilent", raised as "isRaised"
      from told where coalesce(silent, raised) is distinct from raised`.execute(this.db.kysely);
    return rows;
  }

  /** Of these directory users those whose linked account is active and has another login than the directory gives them. */
  async otherLogins(
    { enterpriseId, connectionId }: ConnectionKey,
    ids: readonly string[],
  ): Promise<readonly OtherLogin[]> {
    const { rows } = await sql<OtherLogin>`
      select u.id as "directoryUserId", u.user_name as "userName", a.login
      from directory_users u
      join accounts a on a.enterprise_id = u.enterprise_id and a.connection_id = u.connection_id and a.directory_user_id = u.id
      where u.enterprise_id = ${enterpriseId} and u.connection_id = ${connectionId} and u.id = any(${[...ids]}::uuid[])
        and u.state = 'present' and a.state = 'active' and a.login_key is distinct from u.user_name_key
      order by u.id limit ${sql.lit(OTHER_LOGINS)}`.execute(this.db.kysely);
    return rows;
  }

  /**
   * The directory user who is the person of a sign-in: by userName or externalId, first by the login, then by the e-mail address.
   */
  async personOf(
    { enterpriseId, connectionId }: ConnectionKey,
    { login, email }: { readonly login: string; readonly email: string | null },
  ): Promise<OtherLogin | undefined> {
    const { rows } = await sql<OtherLogin>`
      select id as "directoryUserId", user_name as "userName", ${login}::text as login
      from directory_users
      where enterprise_id = ${enterpriseId} and connection_id = ${connectionId} and state = 'present'
        and (user_name_key in (lower(${login}), lower(${email})) or external_id in (${login}, ${email}))
      order by user_name_key = lower(${login}) desc, id limit 1`.execute(this.db.kysely);
    return rows[0];
  }

  /** What came and went again within minutes about that time: test users and groups. */
  async shortLived(
    { enterpriseId, connectionId }: ConnectionKey,
    { from, to }: { readonly from: string; readonly to: string },
  ): Promise<readonly ShortLivedResource[]> {
    const { rows } = await sql<ShortLivedResource>`
      select resource_id as id, min(intent_subject) as name, min(at) as "from", max(at) as "to"
      from scim_requests
      where enterprise_id = ${enterpriseId} and connection_id = ${connectionId} and resource_id is not null
        and rehearsal_id is null and at between ${from}::timestamptz - interval '10 minutes' and ${to}::timestamptz + interval '10 minutes'
        and status < 300 and intent_kind in ('create-user', 'create-group', 'delete-user', 'delete-group')
      group by resource_id
      having count(distinct method) = 2 and max(at) - min(at) < ${sql.lit(SHORT_LIVED_MINUTES)} * interval '1 minute'`.execute(
      this.db.kysely,
    );
    return rows;
  }
}
