import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EmbeddedTargets } from '../runner/embedded/embedded-target.ts';
import { BrokenProfile, listProfiles, loadProfile } from '../runner/profile/load-profile.ts';
import { CannotRun, type Target } from '../runner/run/target.ts';
import type { Verified } from './judge.ts';
import type { Pact } from './pact-format.ts';
import type { Verification } from './verify-pact.ts';

const PROFILES = join(import.meta.dirname, '../profiles');
const PACTS = join(import.meta.dirname, '../pacts');
const IDP_PROFILES = ['okta', 'entra-id', 'jumpcloud', 'generic'];

const HELP = `Verifies the contracts in conformance/pacts with Pact's own verifier against a SCIM server.

  npm run conformance:verify [-- options]

  --base-url URL      the SCIM base URL; without it a fresh Postern is started and taken away again
  --token TOKEN       the bearer token; also from POSTERN_CONFORMANCE_TOKEN
  --revoked-token T   a token that has been revoked
  --allow-existing    also run against a directory that has users; those called as in the contracts are left alone, too
  --profile NAME      one profile's contract; may be given several times
  --verbose           what Pact's verifier itself prints
  --help

Exit code: 0 all verified, 1 something is not as agreed, 2 could not be run.
`;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const options = readOptions();
    if (!options.help) return await verifyAll(options);
    process.stdout.write(HELP);
    return 0;
  } catch (error) {
    const isForReader = error instanceof CannotRun || error instanceof BrokenProfile;
    console.error(error instanceof Error ? (isForReader ? error.message : error.stack) : error);
    return 2;
  }
}

type Options = ReturnType<typeof readOptions>;

function readOptions() {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', default: false } as const;
    const { values } = parseArgs({
      options: {
        'base-url': text,
        token: { ...text, default: process.env['POSTERN_CONFORMANCE_TOKEN'] ?? '' },
        'revoked-token': text,
        'allow-existing': flag,
        profile: { type: 'string', multiple: true, default: [] as string[] },
        verbose: flag,
        help: flag,
      },
    });
    if (values['base-url'] !== undefined && !values.help && !values.token) throw new Error('--base-url needs --token.');
    if (values['base-url'] !== undefined && !URL.canParse(values['base-url']))
      throw new Error('--base-url is not a URL.');
    return values;
  } catch (error) {
    throw new CannotRun(`${error instanceof Error ? error.message : String(error)}\nSee --help.`);
  }
}

async function verifyAll(options: Options): Promise<number> {
  const known = await listProfiles(PROFILES);
  const unknown = options.profile.filter(name => !known.includes(name));
  if (unknown.length > 0) throw new CannotRun(`There is no profile ${unknown.join(', ')}, but ${known.join(', ')}.`);
  const names = options.profile.length > 0 ? options.profile : known;
  const baseUrl = options['base-url'];
  const embedded = baseUrl === undefined ? await EmbeddedTargets.start(['users_and_groups'], IDP_PROFILES) : undefined;
  const started = performance.now();
  let failed = 0;
  try {
    for (const name of names) {
      const target = embedded ? connectionFor(name, embedded.targets) : givenTarget(options);
      failed += tell(name, await verifyOne(name, target, options));
    }
  } finally {
    await embedded?.stop();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(failed > 0 ? `${failed} not as agreed, in ${seconds} s` : `All verified, in ${seconds} s`);
  return failed > 0 ? 1 : 0;
}

/** A connection is set to its identity provider; any other client meets a generic one. */
function connectionFor(profile: string, targets: readonly Target[]): Target {
  const idpProfile = IDP_PROFILES.find(name => profile.startsWith(name)) ?? 'generic';
  const target = targets.find(({ name }) => name.includes(`IdP profile ${idpProfile}`));
  if (!target) throw new CannotRun(`The embedded Postern has no connection for ${idpProfile}.`);
  return target;
}

function givenTarget({ 'base-url': baseUrl = '', token, 'revoked-token': revokedToken }: Options): Target {
  return {
    name: baseUrl,
    baseUrl: baseUrl.replace(/\/+$/, ''),
    token,
    ...(revokedToken !== undefined && { revokedToken }),
  };
}

async function verifyOne(name: string, target: Target, options: Options): Promise<readonly Verified[]> {
  const pact = JSON.parse(await readFile(join(PACTS, `${name}-scim.json`), 'utf8')) as Pact;
  const profile = await loadProfile(PROFILES, name);
  const verification: Verification = { profile, pact, target, allowExisting: options['allow-existing'] };
  const worker = fork(join(import.meta.dirname, 'verify-worker.ts'), {
    serialization: 'advanced',
    stdio: ['ignore', options.verbose ? 'inherit' : 'ignore', options.verbose ? 'inherit' : 'ignore', 'ipc'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<readonly Verified[]>();
  worker.once('message', (message: { readonly verified?: readonly Verified[]; readonly cannotRun?: string }) => {
    if (message.verified) resolve(message.verified);
    else reject(new CannotRun(message.cannotRun ?? ''));
  });
  worker.once('error', reject);
  worker.once('exit', code => reject(new CannotRun(`The verifier of ${name} ended with ${code}; try --verbose.`)));
  worker.send(verification);
  return promise;
}

/** @returns how many failed */
function tell(name: string, verified: readonly Verified[]): number {
  const of = (verdict: Verified['verdict']) => verified.filter(each => each.verdict === verdict);
  const counts = (['failed', 'not-supported', 'skipped'] as const)
    .map(verdict => [of(verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `, ${count} ${verdict}`);
  console.log(`${name}: ${of('passed').length} of ${verified.length} verified${counts.join('')}`);
  for (const { description, verdict, problems, advice } of verified.filter(each => each.verdict !== 'passed')) {
    console.log(`  ${verdict}: ${description}`);
    for (const line of [...problems, ...(verdict === 'failed' ? advice : [])]) console.log(`    ${line}`);
  }
  return of('failed').length;
}
