import { BARE_OPERATIONS } from './bare-bench.ts';
import { GROUP_OPERATIONS, type WholeGroup } from './groups-bench.ts';
import type { Machine } from './machine.ts';
import { type Measurement, medianOf, type Row } from './measurement.ts';
import type { BenchOptions } from './options.ts';
import { USER_OPERATIONS } from './users-bench.ts';

/** Everything that was measured in one run of the tool. */
export interface Results {
  readonly machine: Machine;
  readonly options: BenchOptions;
  readonly date: Date;
  readonly bare: readonly Row[];
  readonly users: readonly Row[];
  readonly groups: readonly Row[];
  readonly wholeGroups: readonly WholeGroup[];
}

/** The concurrency the targets speak of. */
const TARGET_CONCURRENCY = 8;

const baseOf: Readonly<Record<string, string>> = {
  [USER_OPERATIONS.create]: BARE_OPERATIONS.insert,
  [USER_OPERATIONS.get]: BARE_OPERATIONS.select,
  [USER_OPERATIONS.filter]: BARE_OPERATIONS.select,
  [USER_OPERATIONS.patch]: BARE_OPERATIONS.insert,
  [USER_OPERATIONS.put]: BARE_OPERATIONS.insert,
  [USER_OPERATIONS.delete]: BARE_OPERATIONS.insert,
};

const targets: Readonly<Record<string, string>> = {
  [USER_OPERATIONS.create]: '≥ 0.35',
  [USER_OPERATIONS.get]: '≥ 0.40',
  [USER_OPERATIONS.filter]: '≥ 0.40',
  [USER_OPERATIONS.patch]: '≥ 0.25',
  [USER_OPERATIONS.put]: '≥ 0.25',
  [USER_OPERATIONS.firstPage]: '≥ 500/s',
  [USER_OPERATIONS.lastPage]: '≥ 500/s, within 1.3 x of the first page',
  [GROUP_OPERATIONS.getWithout]: 'as GET /Users/{id}',
  [GROUP_OPERATIONS.getWith]: 'first byte < 150 ms, memory + < 60 MiB',
  [GROUP_OPERATIONS.addOne]: '≥ 600/s, p50 within 1.3 x',
  [GROUP_OPERATIONS.removeOne]: '≥ 600/s, p50 within 1.3 x',
  [GROUP_OPERATIONS.addHundred]: '≥ 100/s, p50 within 1.3 x',
  [GROUP_OPERATIONS.removeHundred]: '≥ 100/s, p50 within 1.3 x',
};

/** docs/performance.md. */
export function toDocument(results: Results): string {
  const { machine, options, date } = results;
  return [
    '# Performance',
    '<!-- Written by `npm run bench:scim -- --write`; not edited by hand. -->',
    `Measured on ${date.toISOString().slice(0, 10)}.`,
    toTable(
      ['', ''],
      [
        ['CPU', `${machine.cpu}, ${machine.cores} cores`],
        ['memory', `${machine.memoryGib.toFixed(1)} GiB`],
        ['system', machine.system],
        ['Node.js', machine.node],
        ['PostgreSQL', `${machine.postgres}, the embedded one with its own settings`],
        ['Postern', machine.postern],
        ['load generator', `autocannon ${machine.autocannon}`],
      ],
    ),
    '## Method',
    method(options),
    ...toTables(results),
    '## Repeat',
    `On a machine that does nothing else:\n\n\`\`\`\n${commandOf(options)}\n\`\`\``,
    '',
  ].join('\n\n');
}

/** The tables alone, for the terminal. */
export function toTables(results: Results): string[] {
  const { options } = results;
  return [
    '## Users',
    'Answers each second; in parentheses the ratio to the bare select (reads) or the bare insert (writes) beside it.',
    ...options.concurrency.flatMap(connections => [`### Concurrency ${connections}`, usersTable(results, connections)]),
    '## Groups',
    'Answers each second and p50 in milliseconds, by the number of members of the group.',
    ...options.concurrency
      .slice(0, 2)
      .flatMap(connections => [`### Concurrency ${connections}, groups`, groupsTable(results, connections)]),
    '### One whole group, read alone',
    'The most of all runs.',
    wholeGroupsTable(results),
    '## CPU and memory',
    'Cores at work (1 is one core wholly at work) with the largest directory and the largest group, and the memory after it: of the service resident, of PostgreSQL with what its processes share counted once. "Others" are all other programs of the machine.',
    usageTable(results),
    `Most resident memory of the service in the whole series: ${mostMemory(results).toFixed(0)} MiB (target < 350 MiB).`,
  ];
}

function method({ seconds, runs, sizes, members }: BenchOptions): string {
  return `One service process (\`apps/postern\`), its PostgreSQL, the load generator and the bare server run on this one machine. Requests go over kept-alive connections, each with one request under way at a time (a closed loop, no pipelining). The service's rate limit is off. The directory is filled through the service itself: ${sizes.map(grouped).join(', ')} users, each with an account; a group of ${members.map(grouped).join(', ')} members.

Every figure is the median of ${runs} runs. Reads, PATCH and PUT run for ${seconds} s and take another user each time; every PATCH and PUT changes the user. Creations and deletions run a fixed number (5 % of the directory, 200 to 1,000), changes of a group 400 of one member and 20 of a hundred.

The bare server is \`node:http\` and \`pg\` and nothing else (\`tools/bench/bare-server.ts\`), on the same PostgreSQL: it answers one row of 50,000 by its key, or writes the body as one row and commits. It is measured in the same run, before each measurement of the service.`;
}

function usersTable({ bare, users, options: { sizes } }: Results, connections: number): string {
  const largest = sizes.at(-1) ?? 0;
  const withTargets = connections === TARGET_CONCURRENCY;
  const bareLines = Object.values(BARE_OPERATIONS).map(operation => [
    operation,
    ...sizes.map(size => perSecond(medianOf(bare, operation, size, connections))),
    '',
    ...latencies(medianOf(bare, operation, largest, connections)),
    ...(withTargets ? [''] : []),
  ]);
  const lines = Object.values(USER_OPERATIONS).map(operation => {
    const at = (size: number) => medianOf(users, operation, size, connections);
    const ratio = (size: number) => ratioOf(at(size), medianOf(bare, baseOf[operation] ?? '', size, connections));
    return [
      operation,
      ...sizes.map(size => [perSecond(at(size)), ratio(size) && `(${ratio(size)})`].filter(Boolean).join(' ')),
      ratioOf(at(largest), at(sizes[0] ?? 0)),
      ...latencies(at(largest)),
      ...(withTargets ? [targets[operation] ?? ''] : []),
    ];
  });
  const header = [
    'operation',
    ...sizes.map(size => `${grouped(size)} users`),
    'largest : smallest',
    'p50 ms',
    'p95 ms',
    'p99 ms',
  ];
  return toTable([...header, ...(withTargets ? ['target'] : [])], [...bareLines, ...lines]);
}

function groupsTable({ groups, options: { members } }: Results, connections: number): string {
  const withTargets = connections === TARGET_CONCURRENCY;
  const creation = medianOf(groups, GROUP_OPERATIONS.create, 0, connections);
  const lines = Object.values(GROUP_OPERATIONS)
    .filter(operation => operation !== GROUP_OPERATIONS.create)
    .map(operation => {
      const at = (size: number) => medianOf(groups, operation, size, connections);
      const [first, last] = [at(members[0] ?? 0), at(members.at(-1) ?? 0)];
      return [
        operation,
        ...members.map(size => withP50(at(size))),
        first && last ? (last.p50 / first.p50).toFixed(2) : '',
        ...(withTargets ? [targets[operation] ?? ''] : []),
      ];
    });
  const header = ['operation', ...members.map(grouped), 'p50, most : fewest'];
  const blank = members.slice(1).map(() => '');
  return toTable(
    [...header, ...(withTargets ? ['target'] : [])],
    [[GROUP_OPERATIONS.create, withP50(creation), ...blank, '', ...(withTargets ? [''] : [])], ...lines],
  );
}

function wholeGroupsTable({ wholeGroups, options: { members } }: Results): string {
  return toTable(
    ['members', 'bytes', 'first byte ms', 'last byte ms', 'memory + MiB'],
    members.map(size => {
      const reads = wholeGroups.filter(group => group.members === size);
      const most = (name: keyof WholeGroup) => grouped(Math.round(Math.max(0, ...reads.map(read => read[name]))));
      return [
        grouped(size),
        ...(['bytes', 'firstByteMilliseconds', 'lastByteMilliseconds', 'growthMib'] as const).map(most),
      ];
    }),
  );
}

function usageTable({ bare, users, groups, options }: Results): string {
  const connections = options.concurrency.includes(TARGET_CONCURRENCY)
    ? TARGET_CONCURRENCY
    : (options.concurrency[0] ?? 1);
  const lines = (rows: readonly Row[], operation: string, size: number): string[][] => {
    const median = medianOf(rows, operation, size, connections);
    if (!median) return [];
    const cores = [median.serviceCores, median.postgresCores, median.clientCores, median.otherCores];
    const memory = [median.serviceMib, median.postgresMib];
    return [[operation, ...cores.map(number => number.toFixed(2)), ...memory.map(mib => mib.toFixed(0))]];
  };
  const [mostUsers, mostMembers] = [options.sizes.at(-1) ?? 0, options.members.at(-1) ?? 0];
  return toTable(
    [
      `concurrency ${connections}`,
      'service',
      'PostgreSQL',
      'load generator',
      'others',
      'service MiB',
      'PostgreSQL MiB',
    ],
    [
      ...Object.values(BARE_OPERATIONS).flatMap(operation => lines(bare, operation, mostUsers)),
      ...Object.values(USER_OPERATIONS).flatMap(operation => lines(users, operation, mostUsers)),
      ...Object.values(GROUP_OPERATIONS).flatMap(operation =>
        lines(groups, operation, operation === GROUP_OPERATIONS.create ? 0 : mostMembers),
      ),
    ],
  );
}

function mostMemory({ users, groups }: Results): number {
  return Math.max(0, ...[...users, ...groups].map(({ measurement }) => measurement.serviceMib));
}

function commandOf({ sizes, members, concurrency, seconds, runs }: BenchOptions): string {
  const lists = `--sizes ${sizes.join(',')} --members ${members.join(',')} --concurrency ${concurrency.join(',')}`;
  return `npm run bench:scim -- ${lists} --secs ${seconds} --runs ${runs} --write`;
}

function perSecond(measurement: Measurement | undefined): string {
  return measurement === undefined ? '' : grouped(Math.round(measurement.perSecond));
}

function withP50(measurement: Measurement | undefined): string {
  return measurement === undefined ? '' : `${perSecond(measurement)} (${measurement.p50.toFixed(2)} ms)`;
}

function ratioOf(measurement: Measurement | undefined, base: Measurement | undefined): string {
  return measurement && base ? (measurement.perSecond / base.perSecond).toFixed(2) : '';
}

function latencies(measurement: Measurement | undefined): string[] {
  return measurement === undefined
    ? ['', '', '']
    : [measurement.p50, measurement.p95, measurement.p99].map(milliseconds => milliseconds.toFixed(2));
}

function grouped(number: number): string {
  return number.toLocaleString('en-US');
}

function toTable(header: readonly string[], lines: readonly (readonly string[])[]): string {
  const numeric = header.slice(1).map(() => '---:');
  return [header, ['---', ...numeric], ...lines].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}
