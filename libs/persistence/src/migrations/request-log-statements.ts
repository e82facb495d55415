/**
 * The log of SCIM requests: one partition a day (in UTC), which is dropped as a whole when it is old enough. Hours are counted
 * beside it, because nobody wants to count requests to see when the last one came.
 */
export const requestLogStatements: readonly string[] = [
  `create table scim_requests (
    enterprise_id uuid not null,
    connection_id uuid not null,
    at timestamptz(3) not null,
    id uuid not null,
    token_id uuid null,
    method text not null,
    path text not null,
    status smallint not null,
    scim_type text null,
    detail text null,
    duration_ms int not null,
    request_id text null,
    remote_address text null,
    user_agent text null,
    ad_scim_version text null,
    body text null,
    body_kept text not null constraint scim_requests_body_kept_check check (body_kept in ('none', 'whole', 'cut', 'withheld')),
    dialect text not null,
    intent_kind text not null,
    intent_subject text null,
    intent_count int null,
    is_test boolean not null,
    resource_type text null,
    resource_id uuid null,
    touched jsonb null,
    operations jsonb null,
    found int null,
    primary key (enterprise_id, connection_id, at, id)
  ) partition by range (at)`,
  `create index scim_requests_of_resource on scim_requests (enterprise_id, connection_id, resource_id, at)
    where resource_id is not null`,
  `create index scim_requests_failed on scim_requests (enterprise_id, connection_id, at) where status >= 400`,
  `create index scim_requests_bulk on scim_requests (enterprise_id, connection_id, at) where operations is not null`,
  `create table scim_request_hours (
    enterprise_id uuid not null,
    connection_id uuid not null,
    hour timestamptz(3) not null,
    requests int not null,
    failures int not null,
    last_at timestamptz(3) not null,
    primary key (enterprise_id, connection_id, hour)
  )`,
  'create index scim_request_hours_by_hour on scim_request_hours (hour)',
  // Attached and not made as a partition at once: that would stop everybody who reads or writes the log.
  `create function make_scim_request_partition(p_day date) returns void language plpgsql as $$
  declare
    v_name text := 'scim_requests_' || to_char(p_day, 'YYYYMMDD');
  begin
    if to_regclass(v_name) is not null then
      return;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('scim_requests', 0));
    if to_regclass(v_name) is not null then
      return;
    end if;
    execute format('create table %I (like scim_requests including defaults including constraints)', v_name);
    execute format(
      'alter table scim_requests attach partition %I for values from (%L) to (%L)',
      v_name, p_day || ' 00:00:00+00', (p_day + 1) || ' 00:00:00+00'
    );
  end $$`,
  `create function drop_scim_request_partitions(p_before date) returns int language plpgsql as $$
  declare
    v_name text;
    v_dropped int := 0;
  begin
    for v_name in
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'scim_requests'::regclass and c.relname < 'scim_requests_' || to_char(p_before, 'YYYYMMDD')
      order by 1
    loop
      execute format('drop table %I', v_name);
      v_dropped := v_dropped + 1;
    end loop;
    delete from scim_request_hours where hour < (p_before || ' 00:00:00+00')::timestamptz;
    return v_dropped;
  end $$`,
  `select make_scim_request_partition((now() at time zone 'UTC')::date + n) from generate_series(0, 1) as n`,
];
