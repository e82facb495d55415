import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Captured } from './captured.ts';
import { NoHar, readHar } from './har.ts';
import { HELP, readOptions, type RecordOptions } from './options.ts';
import { RecordingProxy } from './recording-proxy.ts';
import { CannotWrite, writeRecording } from './write-recording.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  let options: RecordOptions;
  let traffic: readonly Captured[];
  try {
    options = readOptions(argv, join(import.meta.dirname, '../recorded'));
    if (options.kind === 'help') {
      process.stdout.write(HELP);
      return 0;
    }
    traffic = options.kind === 'har' ? readHar(await readFile(options.file, 'utf8')) : await record(options);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(error instanceof NoHar ? message : `${message}\nSee --help.`);
    return 2;
  }
  try {
    const told = await writeRecording(traffic, { folder: options.out, profile: options.profile });
    for (const line of told) console.log(line);
    return 0;
  } catch (error) {
    if (!(error instanceof CannotWrite)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function record({ port, host, to }: RecordOptions & { readonly kind: 'proxy' }): Promise<readonly Captured[]> {
  const proxy = await RecordingProxy.listen(port, host, to);
  console.log(
    `Recording at http://${host}:${proxy.port}, in place of ${to}. Ctrl-C ends it, and writes the exchanges.`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await proxy.stop();
  return proxy.traffic;
}
