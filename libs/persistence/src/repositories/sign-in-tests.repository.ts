import type { SignInAttemptId, SignInTestId } from '../entities/ids.js';
import { newId } from '../entities/ids.js';
import type { SignInTestResult } from '../entities/sign-in-test.entity.js';
import { type Executor, statement } from '../executor.js';
import type { Row } from '../tables.js';
import { type ConnectionKey, keyColumns, keyValues } from './connection-key.js';

/** A test sign-in, as it is stored. */
export type SignInTestRow = Row<'sign_in_tests'>;

/** Opening its URL again begins anew, until it has a result. */
const open = statement<{ readonly id: SignInTestId; readonly fingerprint: string }>(
  'sign-in-tests.open',
  `update sign_in_tests set attempt_id = $4
   where enterprise_id = $1 and connection_id = $2 and hash = $3 and expires_at > now() and result is null
   returning id, fingerprint`,
);

const finish = statement<{ readonly id: string }>(
  'sign-in-tests.finish',
  `update sign_in_tests set result = $4, attempt_id = $5
   where enterprise_id = $1 and connection_id = $2 and id = $3 and result is null returning id`,
);

const deleteOlder = statement<{ readonly count: number }>(
  'sign-in-tests.delete-older',
  `with gone as (
     delete from sign_in_tests where (enterprise_id, connection_id, id) in (
       select enterprise_id, connection_id, id from sign_in_tests where created_at < $1 limit $2 for update skip locked)
     returning 1)
   select count(*)::int as count from gone`,
);

/** Test sign-ins, per connection. */
export class SignInTestsRepository {
  constructor(private readonly db: Executor) {}

  insert(
    connection: ConnectionKey,
    test: { readonly hash: Buffer; readonly fingerprint: string; readonly expiresAt: Date },
  ): Promise<SignInTestRow> {
    return this.db.kysely
      .insertInto('sign_in_tests')
      .values({
        ...keyColumns(connection),
        id: newId<SignInTestId>(),
        hash: test.hash,
        fingerprint: test.fingerprint,
        expires_at: test.expiresAt.toISOString(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  find(connection: ConnectionKey, id: SignInTestId): Promise<SignInTestRow | undefined> {
    return this.db.kysely
      .selectFrom('sign_in_tests')
      .selectAll()
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .executeTakeFirst();
  }

  /** The test whose URL holds the secret of this hash, unless it has expired or has a result; it is the attempt's from now on. */
  async open(connection: ConnectionKey, hash: Buffer, attemptId: SignInAttemptId) {
    const [test] = await this.db.run(open, [...keyValues(connection), hash, attemptId]);
    return test;
  }

  /** Gives whether it had no result until now. */
  async finish(
    connection: ConnectionKey,
    id: SignInTestId,
    { attemptId, result }: { readonly attemptId: SignInAttemptId; readonly result: SignInTestResult },
  ): Promise<boolean> {
    const finished = await this.db.run(finish, [...keyValues(connection), id, JSON.stringify(result), attemptId]);
    return finished.length > 0;
  }

  /** Forgets what is older, of every enterprise, so many at most. Gives how many it was. */
  async deleteOlder(than: Date, limit: number): Promise<number> {
    const [deleted] = await this.db.run(deleteOlder, [than, limit]);
    return deleted?.count ?? 0;
  }
}
