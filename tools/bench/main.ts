import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RunningService } from '../running-service/running-service.ts';
import { BareBench } from './bare-bench.ts';
import { GroupsBench } from './groups-bench.ts';
import type { LoadTarget } from './load.ts';
import { describeMachine } from './machine.ts';
import type { Row } from './measurement.ts';
import { type BenchOptions, HELP, readOptions } from './options.ts';
import { type Results, toDocument, toTables } from './performance-document.ts';
import { UsersBench } from './users-bench.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/performance.md');
const started = performance.now();

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = readOptions(argv);
    if (!options.help) return await bench(options);
    console.log(HELP);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

/** Gives the exit code. */
async function bench(options: BenchOptions): Promise<number> {
  const service = await RunningService.start(() => {}, 'plain');
  process.once('SIGINT', () => void service.stop().finally(() => process.exit(130)));
  try {
    const results = await measureEverything(options, service);
    console.log(`\n${toTables(results).join('\n\n')}`);
    if (options.write) await writeFile(DOCUMENT, `${toDocument(results)}${await ssoSection()}`);
    const failed = [...results.bare, ...results.users, ...results.groups].filter(row => row.measurement.failures > 0);
    for (const { operation, size, measurement } of failed) {
      console.error(`${operation} at ${size}: ${measurement.failures} of ${measurement.answers} were no success`);
    }
    return failed.length === 0 ? 0 : 1;
  } finally {
    await service.stop();
  }
}

/** What `npm run bench:sso` has written stays. */
async function ssoSection(): Promise<string> {
  const document = await readFile(DOCUMENT, 'utf8');
  const at = document.indexOf('\n## Single sign-on\n');
  return at < 0 ? '' : document.slice(at);
}

async function measureEverything(options: BenchOptions, service: RunningService): Promise<Results> {
  const { pid: postmasterPid, adminUrl } = await service.postgres();
  const { origin, pathname } = new URL(service.access.baseUrl);
  const headers = { Authorization: `Bearer ${service.access.token}`, 'Content-Type': 'application/scim+json' };
  const target: LoadTarget = { origin, headers, pid: service.pid, postmasterPid };
  const bare = await BareBench.start(adminUrl, postmasterPid);
  try {
    const users = new UsersBench(target, pathname);
    await measureUsers(options, users, bare);
    await users.growTo(GroupsBench.usersFor(options.members.at(-1) ?? 0));
    const groups = new GroupsBench(target, pathname, users.ids);
    await measureGroups(options, groups);
    return {
      machine: await describeMachine(adminUrl),
      options,
      date: new Date(),
      bare: bare.rows,
      users: users.rows,
      groups: groups.rows,
      wholeGroups: groups.wholeGroups,
    };
  } finally {
    await bare.stop();
  }
}

async function measureUsers({ sizes, concurrency, seconds, runs }: BenchOptions, users: UsersBench, bare: BareBench) {
  for (const size of sizes) {
    say(`growing to ${size} users`);
    say(`${(await users.growTo(size)).toFixed(0)} users made each second`);
    for (const connections of concurrency) {
      for (let run = 1; run <= runs; run++) {
        await bare.measureAll(connections, seconds, run, size);
        await users.measureAll(connections, seconds, run);
      }
      show([...bare.rows, ...users.rows], size, connections, runs);
    }
  }
}

async function measureGroups({ members, concurrency, seconds, runs }: BenchOptions, groups: GroupsBench) {
  const few = concurrency.slice(0, 2);
  for (const connections of few) {
    for (let run = 1; run <= runs; run++) await groups.measureCreation(connections, run);
    show(groups.rows, 0, connections, runs);
  }
  for (const size of members) {
    say(`growing to ${size} members`);
    say(`${(await groups.growTo(size)).toFixed(0)} members added each second`);
    for (let run = 1; run <= runs; run++) await groups.readWhole();
    for (const connections of few) {
      for (let run = 1; run <= runs; run++) await groups.measureAll(connections, seconds, run);
      show(groups.rows, size, connections, runs);
    }
  }
}

/** The last run of everything measured at a size and concurrency. */
function show(rows: readonly Row[], size: number, connections: number, run: number): void {
  for (const { operation, measurement, ...row } of rows) {
    if (row.size !== size || row.run !== run || measurement.connections !== connections) continue;
    const { perSecond, p50, p95, p99, failures, serviceMib } = measurement;
    const figures = `${perSecond.toFixed(0)}/s, p50 ${p50.toFixed(2)} p95 ${p95.toFixed(2)} p99 ${p99.toFixed(2)} ms`;
    say(`  ${operation}, ${connections} at once: ${figures}, ${serviceMib.toFixed(0)} MiB, ${failures} failed`);
  }
}

function say(line: string): void {
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);
}
