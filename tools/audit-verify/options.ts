import { parseArgs } from 'node:util';

/** What one run proves. */
export interface AuditVerifyOptions {
  readonly databaseUrl: string;
  /** The key of the one enterprise whose log is proven, instead of all logs. */
  readonly enterprise?: string;
  /** Hashes that must be in the log of an enterprise, by its key. */
  readonly expectedHeads: ReadonlyMap<string, readonly string[]>;
  readonly json: boolean;
  readonly help: boolean;
}

export const HELP = `Proves that no audit log was changed: recomputes the hash of every event, of every enterprise.

  npm run audit:verify [-- options]

  --database-url URL      the PostgreSQL database (the environment's DATABASE_URL)
  --enterprise KEY        only the log of this enterprise; "(installation)" is the log of what is of no enterprise
  --expect-head KEY=HASH  the head that an earlier run printed must still be in the log; may be repeated
  --json                  prints one JSON document
  --help                  this text

An edit, a deletion, a reordering and a fork are found in the log itself. Whoever may write to the tables as a superuser can
rewrite a whole log, or cut off its end, so that nothing in the database shows it: keep the heads that are printed somewhere
else, and give them with --expect-head the next time.

Exit code: 0 proven, 1 broken, 2 the run was not possible.
`;

/** @throws Error that says what is wrong with the arguments */
export function readOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): AuditVerifyOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      'database-url': { type: 'string' },
      enterprise: { type: 'string' },
      'expect-head': { type: 'string', multiple: true, default: [] as string[] },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const databaseUrl = values['database-url'] ?? environment['DATABASE_URL'] ?? '';
  if (databaseUrl === '' && !values.help) throw new Error('Which database? Give --database-url, or set DATABASE_URL.');
  const expectedHeads = readHeads(values['expect-head']);
  const { enterprise, json, help } = values;
  const other = [...expectedHeads.keys()].find(key => enterprise !== undefined && key !== enterprise);
  if (other !== undefined) throw new Error(`--expect-head is about "${other}", which --enterprise leaves out.`);
  return { databaseUrl, ...(enterprise !== undefined && { enterprise }), expectedHeads, json, help };
}

function readHeads(given: readonly string[]): Map<string, string[]> {
  const heads = new Map<string, string[]>();
  for (const text of given) {
    const [, key, hash] = /^(.+)=([\da-f]{64})$/i.exec(text) ?? [];
    if (key === undefined || hash === undefined)
      throw new Error(`--expect-head must be KEY=HASH, the hash in 64 hexadecimal digits, not "${text}"`);
    heads.set(key, [...(heads.get(key) ?? []), hash.toLowerCase()]);
  }
  return heads;
}
