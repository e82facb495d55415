import { type FuzzOptions, HELP, readOptions } from './options.ts';
import { RunningService } from '../running-service/running-service.ts';
import { HttpClient } from './run/http-client.ts';
import { FuzzRun } from './run/fuzz-run.ts';
import { MemoryWatch } from './run/memory-watch.ts';
import { noteLogLine } from './run/note-log-line.ts';
import { printReport } from './run/print-report.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = readOptions(argv);
    if (!options.help) return await fuzz(options);
    console.log(HELP);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

/** Gives the exit code. */
async function fuzz(options: FuzzOptions): Promise<number> {
  const lines: string[] = [];
  const service = options.access ? undefined : await RunningService.start(line => lines.push(line), 'weighable');
  const stopped = new AbortController();
  const interrupt = () => stopped.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const access = options.access ?? service?.access;
  if (!access) return 2;
  const client = new HttpClient(access, options.concurrency);
  try {
    const run = new FuzzRun(options, client);
    const memory = new MemoryWatch(service, options.cases);
    const started = performance.now();
    await run.warmUp();
    lines.length = 0;
    await run.run(async passed => {
      for (const line of lines.splice(0)) noteLogLine(line, run.findings);
      await memory.after(passed);
      const seconds = (performance.now() - started) / 1000;
      const found = run.findings.list().length;
      console.log(`${passed} of ${options.cases} after ${seconds.toFixed(0)} s, ${found} found ${memory.describe()}`);
      return !stopped.signal.aborted && (service?.isAlive ?? true);
    });
    if (service && !service.isAlive) run.findings.add('the service ended');
    for (const problem of memory.problems()) run.findings.add(problem);
    return await printReport(run, options, memory);
  } finally {
    client.close();
    await service?.stop();
  }
}
