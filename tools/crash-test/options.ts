import { parseArgs } from 'node:util';

/** What one run does. */
export interface CrashTestOptions {
  readonly seed: number;
  readonly changes: number;
  /** How often each of the two processes is killed. */
  readonly kills: number;
  readonly people: number;
  /** Whether account events are delivered to a webhook endpoint. */
  readonly delivers: boolean;
  /** An empty database, instead of one of the tool's own. */
  readonly databaseUrl?: string;
  readonly json: boolean;
  readonly help: boolean;
}

export const HELP = `Kills the service and the worker at random moments of many SCIM changes and deliveries, starts them again, and proves that
nothing acknowledged is lost: directory, accounts, audit log and delivered events agree.

  npm run crash-test [-- options]

  --seed N        decides what is changed, what the receiver of the webhooks refuses, and when who is killed (1)
  --changes N     how many SCIM changes (2000)
  --kills N       how often the service is killed, and how often the worker (6)
  --people N      how many people are changed (48)
  --no-webhooks   account events are published, but not delivered
  --json          prints one JSON document
  --help          this text

The database is an embedded PostgreSQL in a temporary directory, or the one of the environment's DATABASE_URL, which must be
empty. The same seed gives the same changes of each person as far as the processes answer the same before they are killed.

Exit code: 0 everything agrees, 1 something does not, 2 the run was not possible.
`;

/** @throws Error that says what is wrong with the arguments */
export function readOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CrashTestOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seed: { type: 'string', default: '1' },
      changes: { type: 'string', default: '2000' },
      kills: { type: 'string', default: '6' },
      people: { type: 'string', default: '48' },
      'no-webhooks': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const databaseUrl = environment['DATABASE_URL'];
  return {
    seed: integer('seed', values.seed, 0),
    changes: integer('changes', values.changes, 1),
    kills: integer('kills', values.kills, 0),
    people: integer('people', values.people, 8),
    delivers: !values['no-webhooks'],
    ...(databaseUrl !== undefined && databaseUrl !== '' && { databaseUrl }),
    json: values.json,
    help: values.help,
  };
}

function integer(name: string, value: string, least: number): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= least && value.trim() !== '') return number;
  throw new Error(`--${name} must be a whole number of at least ${least}, not "${value}"`);
}
