/** What the OpenID provider keeps: the vendor's applications, what is under way, and who is signed in where. */
export const openIdProviderTables = [
  `create table vendor_applications (
     id uuid not null primary key,
     name text not null,
     redirect_uris text[] not null,
     post_logout_redirect_uris text[] not null default '{}',
     initiate_login_uri text null,
     backchannel_logout_uri text null,
     token_endpoint_auth_method text not null
       constraint vendor_applications_token_endpoint_auth_method_check
       check (token_endpoint_auth_method in ('client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none')),
     jwks jsonb null,
     secrets jsonb not null default '[]',
     version int not null default 1,
     created_at timestamptz(3) not null default now(),
     last_modified timestamptz(3) not null default now()
   )`,
  `create table provider_payloads (
     model text not null,
     hash bytea not null,
     sealed_payload text not null,
     grant_hash bytea null,
     uid_hash bytea null,
     enterprise_id uuid null,
     account_id uuid null,
     account_session_id uuid null,
     consumed_at timestamptz(3) null,
     expires_at timestamptz(3) not null,
     primary key (model, hash),
     constraint provider_payloads_account_session foreign key (enterprise_id, account_id, account_session_id)
       references account_sessions on delete cascade
   )`,
  'create index provider_payloads_grant on provider_payloads (grant_hash) where grant_hash is not null',
  'create index provider_payloads_uid on provider_payloads (uid_hash) where uid_hash is not null',
  `create index provider_payloads_account_session on provider_payloads (enterprise_id, account_id, account_session_id)
     where account_session_id is not null`,
  'create index provider_payloads_expired on provider_payloads (expires_at)',
  `create table application_sessions (
     enterprise_id uuid not null,
     account_id uuid not null,
     account_session_id uuid not null,
     application_id uuid not null,
     created_at timestamptz(3) not null default now(),
     logout_due_at timestamptz(3) null,
     attempts int not null default 0,
     primary key (enterprise_id, account_id, account_session_id, application_id),
     constraint application_sessions_account_session foreign key (enterprise_id, account_id, account_session_id)
       references account_sessions on delete cascade,
     constraint application_sessions_application foreign key (application_id)
       references vendor_applications on delete cascade
   )`,
  'create index application_sessions_of_application on application_sessions (application_id)',
  `create index application_sessions_due on application_sessions (logout_due_at) where logout_due_at is not null`,
  // Whoever ends a session, and in whatever way, its applications are told: there is no second place to think of.
  `create function end_application_sessions() returns trigger language plpgsql as $$
   begin
     update application_sessions set logout_due_at = now()
     where enterprise_id = new.enterprise_id and account_id = new.account_id and account_session_id = new.id
       and logout_due_at is null;
     return null;
   end $$`,
  `create trigger account_sessions_end_application_sessions after update of revoked_at on account_sessions
   for each row when (old.revoked_at is null and new.revoked_at is not null)
   execute function end_application_sessions()`,
] as const;
