import { parseArgs } from 'node:util';
import { defaultTokenDays } from '#libs/tokens';

/** What one run makes. */
export interface OperatorKeyOptions {
  readonly name: string;
  readonly days: number;
  readonly json: boolean;
  readonly help: boolean;
}

const MAX_DAYS = 1096;

export const HELP = `Makes an operator's API key, with which everything in /api can be done, and prints it once.

  npm run operator-key -- --name TEXT [options]

  --name TEXT  what the key is for, to tell it from others
  --days N     how long it lives: ${defaultTokenDays} days unless said otherwise, ${MAX_DAYS} at most
  --json       prints one JSON document
  --help       this text

The database is that of the services (DATABASE_URL); its tables are brought up to date first. The key goes to standard output and
is not stored: whoever reads it may do everything. What was made is in the audit log of the installation. Further keys are made,
and keys are revoked, with this one at /api/v1/api-keys.

Exit code: 0 made, 1 not made, 2 the arguments are wrong.
`;

/** @throws Error that says what is wrong with the arguments */
export function readOptions(argv: readonly string[]): OperatorKeyOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      name: { type: 'string', default: '' },
      days: { type: 'string', default: String(defaultTokenDays) },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { json, help } = values;
  const name = values.name.trim();
  const days = Number(values.days);
  if (!help) check(name, days);
  return { name, days, json, help };
}

function check(name: string, days: number): void {
  if (name === '') throw new Error('What is the key for? Give --name.');
  if (name.length > 200 || /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name))
    throw new Error('--name must be one line of at most 200 characters.');
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS)
    throw new Error(`--days must be a whole number from 1 to ${MAX_DAYS}.`);
}
