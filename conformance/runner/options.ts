import { validateHeaderValue } from 'node:http';
import { parseArgs } from 'node:util';
import type { Evidence } from './profile/exchange.ts';
import { evidences } from './profile/file-shapes.ts';

/** What the command line asks for. */
export interface Options {
  readonly help: boolean;
  readonly list: boolean;
  readonly quiet: boolean;
  /** Empty: all. */
  readonly profiles: readonly string[];
  /** With profiles of one's own, instead of those that come with the suite. */
  readonly profilesFolder?: string;
  readonly exchanges: readonly string[];
  readonly stories: readonly string[];
  readonly evidence: readonly Evidence[];
  /** Of the server under test; without it an embedded Postern is started. */
  readonly baseUrl?: string;
  readonly token?: string;
  readonly revokedToken?: string;
  readonly doubleSlash: boolean;
  readonly allowExisting: boolean;
  /** Of the embedded Postern. */
  readonly modes: readonly string[];
  readonly idpProfiles: readonly string[];
  readonly jsonFile?: string;
  readonly junitFile?: string;
  readonly htmlFile?: string;
}

/** The command line makes no sense; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const MODES = ['deprovision_only', 'users', 'users_and_groups'];
const IDP_PROFILES = ['okta', 'entra-id', 'jumpcloud', 'generic'];

/** What `--help` prints. */
export const HELP = `Replays to a SCIM 2.0 server what identity providers send, and tells what they could not live with.

  postern-conformance --profile entra-id --base-url https://scim.example.com/v2 --token …

Which server
  --base-url URL       the SCIM base URL; without it, in Postern's repository, a fresh Postern is started and taken away again
  --token TOKEN        the bearer token; also from POSTERN_CONFORMANCE_TOKEN
  --revoked-token T    a token that has been revoked, for the exchanges that show that it is refused
  --allow-existing     also run against a directory that has users or groups; only what the suite made is changed
  --double-slash       put a second slash behind the base URL, as administrators do

What to run (each may be given several times; without any, everything)
  --profile NAME       an identity provider's profile
  --exchange NAME      one exchange
  --story NAME         one story
  --evidence KIND      only what is ${evidences.join(', ')}
  --profiles-folder F  a folder with profiles of your own, in place of those that come with the suite
  --list               show profiles, exchanges and stories, and run nothing

Embedded Postern (each may be given several times; without any, all 12 connections)
  --mode MODE          ${MODES.join(', ')}
  --idp-profile NAME   ${IDP_PROFILES.join(', ')}

Reports
  --json FILE, --junit FILE, --html FILE
  --quiet              only what went wrong, and the end
  --help

Exit code: 0 all passed, 1 something failed, 2 could not be run.
`;

const flags = {
  help: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  'double-slash': { type: 'boolean', default: false },
  'allow-existing': { type: 'boolean', default: false },
  profile: { type: 'string', multiple: true, default: [] as string[] },
  exchange: { type: 'string', multiple: true, default: [] as string[] },
  story: { type: 'string', multiple: true, default: [] as string[] },
  evidence: { type: 'string', multiple: true, default: [] as string[] },
  mode: { type: 'string', multiple: true, default: [] as string[] },
  'idp-profile': { type: 'string', multiple: true, default: [] as string[] },
  'base-url': { type: 'string' },
  token: { type: 'string' },
  'revoked-token': { type: 'string' },
  'profiles-folder': { type: 'string' },
  json: { type: 'string' },
  junit: { type: 'string' },
  html: { type: 'string' },
} as const;

/** Reads the command line. @throws UsageError */
export function readOptions(argv: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const values = parse(argv);
  const baseUrl = values['base-url'] === undefined ? undefined : readBaseUrl(values['base-url']);
  const token = values.token ?? environment['POSTERN_CONFORMANCE_TOKEN'];
  if (baseUrl !== undefined) mustFitServer(values, token);
  else if (values.token !== undefined) throw new UsageError('--token needs --base-url.');
  return {
    help: values.help,
    list: values.list,
    quiet: values.quiet,
    profiles: values.profile,
    exchanges: values.exchange.map(withoutSuffix),
    stories: values.story.map(withoutSuffix),
    evidence: all('--evidence', values.evidence, evidences),
    doubleSlash: values['double-slash'],
    allowExisting: values['allow-existing'],
    modes: all('--mode', values.mode, MODES),
    idpProfiles: all('--idp-profile', values['idp-profile'], IDP_PROFILES),
    ...given('baseUrl', baseUrl),
    ...given('token', token),
    ...given('revokedToken', values['revoked-token']),
    ...given('profilesFolder', values['profiles-folder']),
    ...given('jsonFile', values.json),
    ...given('junitFile', values.junit),
    ...given('htmlFile', values.html),
  };
}

function mustFitServer(values: ReturnType<typeof parse>, token: string | undefined): void {
  if (!token && !values.help && !values.list) {
    throw new UsageError('--base-url needs --token, or POSTERN_CONFORMANCE_TOKEN in the environment.');
  }
  mustFitHeader('The token (--token, or POSTERN_CONFORMANCE_TOKEN)', token ?? '');
  mustFitHeader('The revoked token (--revoked-token)', values['revoked-token'] ?? '');
  if ([...values.mode, ...values['idp-profile']].length > 0) {
    throw new UsageError(
      '--mode and --idp-profile are about an embedded Postern, and not about the server of --base-url.',
    );
  }
}

function mustFitHeader(what: string, token: string): void {
  try {
    validateHeaderValue('Authorization', token);
  } catch (error) {
    const problem = 'holds a character that cannot stand in a header, such as a line break';
    throw new UsageError(`${what} ${problem}. Copy it once more.`, { cause: error });
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags, allowPositionals: false, strict: true }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\nSee --help.`, { cause: error });
  }
}

function readBaseUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new UsageError(`--base-url: ${text} is not an http(s) URL.`);
  if (url.search || url.hash || url.username || url.password) {
    throw new UsageError('--base-url has neither a query nor credentials; a profile adds its query by itself.');
  }
  return text.replace(/\/+$/, '');
}

function all<Allowed extends string>(
  option: string,
  values: readonly string[],
  allowed: readonly Allowed[],
): Allowed[] {
  return values.map(value => {
    const found = allowed.find(each => each === value);
    if (found === undefined) throw new UsageError(`${option}: ${value} is none of ${allowed.join(', ')}.`);
    return found;
  });
}

/** The name of a file may be given as it is in the folder. */
function withoutSuffix(name: string): string {
  return name.replace(/^stories\//, '').replace(/\.json$/, '');
}

function given<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}
