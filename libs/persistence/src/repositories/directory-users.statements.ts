import { lookUp, promptWrite, statement } from '../executor.js';
import type { DirectoryUserId } from '../entities/ids.js';
import { inGroups, USER_VALUE_COLUMNS, userColumns, type UserRow } from './directory-user.js';
import { countPresence } from './directory-segments.repository.js';

const USER_COLUMNS = userColumns('u');
const IN_GROUPS = inGroups('u');
const TENANT = 'u.enterprise_id = $1 and u.connection_id = $2';

export const findUser = lookUp<UserRow>(
  'users.find',
  `select ${USER_COLUMNS} from directory_users u where ${TENANT} and u.id = $3 and u.state = 'present'`,
);

export const findUserInGroups = lookUp<UserRow>(
  'users.find-in-groups',
  `select ${USER_COLUMNS}, ${IN_GROUPS} from directory_users u where ${TENANT} and u.id = $3 and u.state = 'present'`,
);

/** The filter that identity providers ask before each change: one index look-up, and nothing to plan. */
export const findUserByName = lookUp<UserRow>(
  'users.find-by-name',
  `select ${USER_COLUMNS}, ${IN_GROUPS} from directory_users u
   where ${TENANT} and u.user_name_key = $3 and u.state = 'present'`,
);

export const lockUser = statement<UserRow>(
  'users.lock',
  `select ${USER_COLUMNS} from directory_users u where ${TENANT} and u.id = $3 and u.state = 'present' for update`,
);

/**
 * Nobody else looks for the externalId before this transaction has ended: people who are not there yet cannot be locked.
 * `insert_newcomer_with_event` asks for the same lock.
 */
export const lockExternalId = statement(
  'users.lock-external-id',
  `select pg_advisory_xact_lock(hashtextextended('externalId ' || $1::uuid || ' ' || $2::text, 0))`,
);

export const lockNamedUsers = statement<UserRow>(
  'users.lock-named',
  `select ${USER_COLUMNS} from directory_users u
   where ${TENANT}
     and (u.user_name_key = $3 and u.state = 'present' or u.external_id = $4 and u.state <> 'deleted')
   order by u.id
   for update`,
);

/** All of a POST in one statement, for somebody of whom nothing was known (`insert_newcomer_with_event`). */
export const insertNewcomer = promptWrite<{ created: string | null }>(
  'users.insert-newcomer-with-event',
  `select insert_newcomer_with_event(
     $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::tsvector, $14, $15, $16, $17, $18, $19, $20, $21
   ) as created`,
);

/** A new id is beyond every counted segment, or nearly always: clocks run late, and ids of one millisecond have no order. */
export const insertUser = statement<UserRow>(
  'users.insert',
  `with u as (
     insert into directory_users (enterprise_id, connection_id, id, ${USER_VALUE_COLUMNS})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     returning *
   ), counted as (${countPresence('User', '(select id from u)', 1)})
   select ${USER_COLUMNS} from u`,
);

/** PostgreSQL compares stored values as they are stored, compressed: terms that stay are put back as they were. */
export const updateUser = statement<UserRow>(
  'users.update',
  `update directory_users u
   set (${USER_VALUE_COLUMNS}) =
       ($4, $5, $6, $7, $8, $9, case when u.terms = $10::tsvector then u.terms else $10::tsvector end),
     version = u.version + 1, last_modified = now()
   where ${TENANT} and u.id = $3
   returning ${USER_COLUMNS}, ${IN_GROUPS}`,
);

/**
 * Only `active` is new. Nothing that an index holds is written, so that the row stays where it is in all of them: this is
 * what happens to a whole company at once.
 */
export const setActive = statement<UserRow>(
  'users.set-active',
  `update directory_users u set active = $4, version = u.version + 1, last_modified = now()
   where ${TENANT} and u.id = $3
   returning ${USER_COLUMNS}, ${IN_GROUPS}`,
);

/** The same for a user who may have been retired, and is present, and counted, again. */
export const restoreUser = statement<UserRow>(
  'users.restore',
  `with was as materialized (
     select u.id from directory_users u where ${TENANT} and u.id = $3 and u.state <> 'present'
   ), counted as (
     ${countPresence('User', '(select id from was)', 1)}
   ), u as (
     update directory_users u
     set (${USER_VALUE_COLUMNS}) = ($4, $5, $6, $7, $8, $9, $10), state = 'present', version = u.version + 1, last_modified = now()
     where ${TENANT} and u.id = $3
     returning *
   )
   select ${USER_COLUMNS}, ${IN_GROUPS} from u`,
);

export const removeUser = statement<{ id: DirectoryUserId }>(
  'users.remove',
  `with u as (
     update directory_users u
     set state = $4, active = false, version = u.version + 1, last_modified = now()
     where ${TENANT} and u.id = $3 and u.state = 'present'
     returning u.id
   ), counted as (${countPresence('User', '(select id from u)', -1)})
   select id from u`,
);
