import autocannon from 'autocannon';
import { cpuSeconds, machineBusySeconds, proportionalMib, residentMib } from '../running-service/process-usage.ts';
import { type Measurement, percentile } from './measurement.ts';

/** One request of a measurement. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the root. */
  readonly path: string;
  readonly body?: object;
}

/** A server under load, and the processes whose use is counted. */
export interface LoadTarget {
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pid: number;
  readonly postmasterPid: number;
}

/** What is sent, how much of it at once, and until when. */
export interface Load {
  readonly target: LoadTarget;
  readonly connections: number;
  /** Until so many seconds have passed, … */
  readonly seconds: number;
  /** … or, when given, until so many requests are answered. */
  readonly requests?: number;
  /** The request of an index; called once for each, in order. */
  next(index: number): LoadRequest;
  onAnswer?(status: number, body: string): void;
}

const SAMPLE_MS = 50;

/** Sends requests in a closed loop (each connection sends its next request when it has the answer) and measures. */
export async function measure(load: Load): Promise<Measurement> {
  const { target, connections } = load;
  const milliseconds: number[] = [];
  let failures = 0;
  const stop = startMeter(target);
  const started = performance.now();
  let ended = started;
  await drive(load, (status, responseTime) => {
    ended = performance.now();
    milliseconds.push(responseTime);
    if (status < 200 || status > 299) failures++;
  });
  const seconds = (ended - started) / 1000;
  const sorted = milliseconds.toSorted((a, b) => a - b);
  return {
    connections,
    answers: sorted.length,
    failures,
    perSecond: sorted.length / seconds,
    p50: percentile(sorted, 50),
    p95: percentile(sorted, 95),
    p99: percentile(sorted, 99),
    ...stop(),
  };
}

function drive(load: Load, onAnswer: (status: number, milliseconds: number) => void): Promise<void> {
  const { target, connections, seconds, requests } = load;
  let index = 0;
  const setupRequest = (defaults: autocannon.Request): autocannon.Request => {
    const { method, path, body } = load.next(index++);
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    return { ...defaults, method, path, ...content, headers: { ...target.headers } };
  };
  return new Promise((resolve, reject) => {
    const instance = autocannon(
      {
        url: target.origin,
        connections: Math.min(connections, requests ?? connections),
        ...(requests === undefined ? { duration: seconds } : { amount: requests }),
        sampleInt: SAMPLE_MS,
        requests: [{ setupRequest, onResponse: (status, body) => load.onAnswer?.(status, body) }],
      },
      error => (error ? reject(error as Error) : resolve()),
    );
    instance.on('response', (_client, status, _bytes, milliseconds) => onAnswer(status, milliseconds));
    instance.on('reqError', () => onAnswer(0, 0));
  });
}

/** Counts what the processes use from now on; cores in the sense that 1 is one core wholly at work. */
function startMeter({ pid, postmasterPid }: LoadTarget) {
  const read = () => ({
    at: performance.now() / 1000,
    service: cpuSeconds(pid, postmasterPid),
    postgres: cpuSeconds(postmasterPid),
    client: process.cpuUsage(),
    machine: machineBusySeconds(),
  });
  const before = read();
  return (): Pick<
    Measurement,
    'serviceCores' | 'postgresCores' | 'clientCores' | 'otherCores' | 'serviceMib' | 'postgresMib'
  > => {
    const after = read();
    const seconds = after.at - before.at;
    const serviceCores = (after.service - before.service) / seconds;
    const postgresCores = (after.postgres - before.postgres) / seconds;
    const client = process.cpuUsage(before.client);
    const clientCores = (client.user + client.system) / 1e6 / seconds;
    const all = (after.machine - before.machine) / seconds;
    return {
      serviceCores,
      postgresCores,
      clientCores,
      otherCores: Math.max(0, all - serviceCores - postgresCores - clientCores),
      serviceMib: residentMib(pid, postmasterPid),
      postgresMib: proportionalMib(postmasterPid),
    };
  };
}
