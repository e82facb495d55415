import { parseArgs } from 'node:util';

/** What one measuring run does. */
export interface BenchOptions {
  /** Numbers of users, rising. */
  readonly sizes: readonly number[];
  /** Numbers of members of one group, rising. */
  readonly members: readonly number[];
  readonly concurrency: readonly number[];
  readonly seconds: number;
  readonly runs: number;
  /** Whether docs/performance.md is written. */
  readonly write: boolean;
  readonly help: boolean;
}

export const HELP = `Measures the SCIM service beside a bare node:http and pg server on the same PostgreSQL, in the same run.

  npm run bench:scim [-- options]

  --sizes a,b        numbers of users the directory is grown to (1000,10000,50000)
  --members a,b      numbers of members a group is grown to (100,1000,10000,45000)
  --concurrency a,b  requests under way at once (1,8,32); groups at the first two
  --secs N           seconds of each measurement (2)
  --runs N           repetitions, of which the median counts (3)
  --write            writes docs/performance.md
  --help             this text

The built service is started with an embedded PostgreSQL in a temporary directory. Linux only: CPU and memory come from
/proc. Nothing else should run on the machine meanwhile.

Exit code: 0 measured, 1 an answer was not a success, 2 the run was not possible.
`;

/** @throws Error that says what is wrong with the arguments */
export function readOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      sizes: { type: 'string', default: '1000,10000,50000' },
      members: { type: 'string', default: '100,1000,10000,45000' },
      concurrency: { type: 'string', default: '1,8,32' },
      secs: { type: 'string', default: '2' },
      runs: { type: 'string', default: '3' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    sizes: rising('sizes', values.sizes),
    members: rising('members', values.members),
    concurrency: rising('concurrency', values.concurrency),
    seconds: positive('secs', values.secs),
    runs: positive('runs', values.runs),
    write: values.write,
    help: values.help,
  };
}

function rising(name: string, list: string): number[] {
  const numbers = list.split(',').map(item => positive(name, item));
  if (numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))) return numbers;
  throw new Error(`--${name} must rise, not "${list}"`);
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${name} must be made of whole numbers above 0, not "${value}"`);
}
