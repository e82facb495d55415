import { parseArgs } from 'node:util';
import { CASE_KINDS } from './cases/take-case.ts';

/** What one run does. */
export interface FuzzOptions {
  readonly cases: number;
  readonly seed: number;
  /** The index of the first case. */
  readonly from: number;
  /** Only cases of these kinds are sent. */
  readonly kinds: readonly string[];
  readonly concurrency: number;
  /** A service that runs already, instead of one of the tool's own. */
  readonly access?: { readonly baseUrl: string; readonly token: string };
  readonly help: boolean;
}

const names = CASE_KINDS.map(({ name }) => name);

export const HELP = `Sends generated requests to the SCIM service and checks every answer.

  npm run fuzz [-- options]

  --cases N        how many requests (200000)
  --seed N         decides what is generated (1)
  --from N         the index of the first case (0): with --cases 1 one case alone
  --kinds a,b      only these kinds: ${names.join(', ')}
  --concurrency N  requests under way at once (16)
  --url URL        the SCIM base URL of a service that runs already, with --token;
                   its log and memory are not watched
  --token TOKEN    its bearer token
  --help           this text

Without --url the built service is started with an embedded PostgreSQL in a temporary directory.

Every answer is checked: no 5xx (but 501 of /Me), every error a SCIM Error document, every list a ListResponse, none
slower than 250 ms (a slow one is sent three times alone, and counts when the median is slow too). The service must not
log an error, end, or grow in memory from 25 % to 100 % of the run by more than 1.3 x + 50 MB.

Exit code: 0 nothing found, 1 something found, 2 the run was not possible.
`;

/** @throws Error that says what is wrong with the arguments */
export function readOptions(argv: readonly string[]): FuzzOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      cases: { type: 'string', default: '200000' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
      kinds: { type: 'string', default: names.join(',') },
      concurrency: { type: 'string', default: '16' },
      url: { type: 'string' },
      token: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const kinds = values.kinds.split(',');
  const unknown = kinds.filter(kind => !names.includes(kind));
  if (unknown.length > 0) throw new Error(`--kinds: there is no ${unknown.join(', ')}, but ${names.join(', ')}`);
  if ((values.url === undefined) !== (values.token === undefined)) throw new Error('--url and --token go together');
  if (values.url !== undefined && !values.url.startsWith('http://')) throw new Error('--url must begin with http://');
  return {
    cases: integer('cases', values.cases, 1),
    seed: integer('seed', values.seed, 0),
    from: integer('from', values.from, 0),
    kinds,
    concurrency: integer('concurrency', values.concurrency, 1),
    ...(values.url !== undefined &&
      values.token !== undefined && { access: { baseUrl: values.url.replace(/\/$/, ''), token: values.token } }),
    help: values.help,
  };
}

function integer(name: string, value: string, least: number): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= least && value.trim() !== '') return number;
  throw new Error(`--${name} must be a whole number of at least ${least}, not "${value}"`);
}
