import { parseArgs } from 'node:util';
import { RunningService } from '../running-service/running-service.ts';
import type { LoadTarget } from './load.ts';
import { type Measurement, median } from './measurement.ts';
import { USER_OPERATIONS, UsersBench } from './users-bench.ts';

const HELP = `Measures what the log of SCIM requests costs: two services, one with it and one without, in turn.

  npm run bench:log [-- options]

  --users N        users in the directory (2000)
  --concurrency N  requests under way at once (8)
  --secs N         seconds of each measurement (2)
  --runs N         repetitions, of which the median counts (5)
`;

/** Those that answer soonest, where the log weighs most, and the one that answers a whole page. */
const SHOWN = [USER_OPERATIONS.create, USER_OPERATIONS.get, USER_OPERATIONS.patch, USER_OPERATIONS.put] as const;

/** A service under load, and what was measured of it. */
interface Side {
  readonly service: RunningService;
  readonly bench: UsersBench;
}

async function start(days: string): Promise<Side> {
  const service = await RunningService.start(() => {}, 'plain', { REQUEST_LOG_DAYS: days });
  const { pid: postmasterPid } = await service.postgres();
  const { origin, pathname } = new URL(service.access.baseUrl);
  const headers = { Authorization: `Bearer ${service.access.token}`, 'Content-Type': 'application/scim+json' };
  const target: LoadTarget = { origin, headers, pid: service.pid, postmasterPid };
  return { service, bench: new UsersBench(target, pathname) };
}

function medianOf({ bench }: Side, operation: string, figure: keyof Measurement): number {
  return median(bench.rows.filter(row => row.operation === operation).map(({ measurement }) => measurement[figure]));
}

/** What one request costs the service and PostgreSQL together: other work on the machine disturbs this less than throughput. */
function cpuMicrosecondsOf({ bench }: Side, operation: string): number {
  const costs = bench.rows
    .filter(row => row.operation === operation)
    .map(({ measurement }) => (measurement.serviceCores + measurement.postgresCores) / measurement.perSecond);
  return median(costs) * 1_000_000;
}

function report(on: Side, off: Side): void {
  console.log(
    'operation | per second with | without | ratio | CPU µs each with | without | ratio | p95 ms with | without',
  );
  for (const operation of SHOWN) {
    const [withLog, without] = [medianOf(on, operation, 'perSecond'), medianOf(off, operation, 'perSecond')];
    const [cpuWith, cpuWithout] = [cpuMicrosecondsOf(on, operation), cpuMicrosecondsOf(off, operation)];
    const late = [on, off].map(side => medianOf(side, operation, 'p95').toFixed(2));
    const speed = [withLog.toFixed(0), without.toFixed(0), (withLog / without).toFixed(3)];
    const cpu = [cpuWith.toFixed(0), cpuWithout.toFixed(0), (cpuWith / cpuWithout).toFixed(3)];
    console.log([operation, ...speed, ...cpu, ...late].join(' | '));
  }
}

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '2000' },
    concurrency: { type: 'string', default: '8' },
    secs: { type: 'string', default: '2' },
    runs: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(HELP);
else {
  const [on, off] = [await start('30'), await start('0')];
  try {
    for (const { bench } of [on, off]) await bench.growTo(Number(values.users));
    for (let run = 1; run <= Number(values.runs); run++) {
      // Whoever comes second finds another machine, so they take turns.
      for (const { bench } of run % 2 === 0 ? [on, off] : [off, on])
        await bench.measureAll(Number(values.concurrency), Number(values.secs), run);
    }
    report(on, off);
  } finally {
    await Promise.all([on.service.stop(), off.service.stop()]);
  }
}
