import type { Database, Repositories } from '#libs/persistence';

type Work = (repositories: Repositories) => Promise<unknown>;

/** Two transactions that meet. */
export interface Meeting<Result> {
  /** `database.transaction`, or `database.writeDirectory` of a connection. */
  readonly begin: (work: Work) => Promise<unknown>;
  /** What the first does before the other begins. */
  readonly first: Work;
  readonly other: () => Promise<Result>;
  /** What the first does when the other has ended, or waits for it. */
  readonly last?: Work;
}

/**
 * A race with one outcome: the other begins when the first transaction has done its part, and the first goes on, and commits, when the
 * other has ended or waits for it.
 * @returns what the other came to
 */
export async function whileOpen<Result>(
  database: Database,
  { begin, first, other, last }: Meeting<Result>,
): Promise<Result> {
  let outcome: Promise<Result> | undefined;
  await begin(async repositories => {
    await first(repositories);
    outcome = other();
    await endsOrWaits(database, outcome);
    await last?.(repositories);
  });
  if (!outcome) throw new Error('The first transaction did not come to its end.');
  return outcome;
}

async function endsOrWaits(database: Database, outcome: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  outcome.then(over, over);
  while (!isOver && !(await somebodyWaits(database)));
}

async function somebodyWaits(database: Database): Promise<boolean> {
  const rows: readonly unknown[] = await database.orm.em
    .fork()
    .execute(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
  return rows.length > 0;
}
