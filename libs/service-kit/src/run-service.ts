import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { loadConfig, publicUrlOf } from './config/load-config.js';
import type { ServiceConfig } from './config/service-config.js';
import { type HttpListener, listen } from './listen.js';
import { createLogger } from './logging/logger.js';
import { mountServices, type ServiceMount } from './mount-services.js';

/** What a service keeps its data in, as far as running a process goes. */
export interface Store {
  /** Resolves when the store answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
  /** Calls back when the store is gone for good, so that the process ends and a supervisor starts it again. */
  onLost?(listener: () => void): void;
}

/** What a service's parts are made from. */
export interface ServiceContext<Data extends Store> {
  readonly config: ServiceConfig;
  readonly store: Data;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly logger: Logger;
}

/** The parts of a service. */
export interface ServiceDefinition<Data extends Store> {
  open(config: ServiceConfig): Promise<Data>;
  mounts(context: ServiceContext<Data>): readonly ServiceMount[] | Promise<readonly ServiceMount[]>;
  /** Runs when everything is there and before the first request is answered. */
  prepare?(context: ServiceContext<Data>): Promise<void>;
}

/**
 * Runs a service until SIGINT or SIGTERM: configuration, port, store, apps, in that order; and stops it in the reverse
 * order, letting requests under way finish. What prevents a start is printed in plain words, with exit code 1.
 */
export async function runService<Data extends Store>(definition: ServiceDefinition<Data>): Promise<void> {
  const stop = new StopRequest();
  try {
    const config = loadConfig(process.env);
    const listener = await listen(config);
    try {
      await serveUntilStopped(definition, config, listener, stop);
    } finally {
      // Of no effect after a proper stop; this is for when the store could not be opened.
      await listener.close(0);
    }
  } catch (error) {
    process.stderr.write(`${isForTheOperator(error) ? error.message : describe(error)}\n`);
    process.exitCode = 1;
  }
}

async function serveUntilStopped<Data extends Store>(
  definition: ServiceDefinition<Data>,
  config: ServiceConfig,
  listener: HttpListener,
  stop: StopRequest,
): Promise<void> {
  const logger = createLogger(config);
  const store = await definition.open(config);
  try {
    store.onLost?.(() => stop.request('the database stopped; start Postern again', 1));
    const context = { config, store, logger, publicUrl: publicUrlOf(config, listener.port) };
    // A signal during the start is heeded after the step under way, so that nothing is left half open.
    if (!stop.isRequested) await serve(definition, context, listener);
    const { reason, exitCode } = await stop.requested;
    logger[exitCode === 0 ? 'info' : 'fatal']({ reason }, 'stopping');
    process.exitCode = exitCode;
    listener.announceStop();
    if (exitCode === 0) await setTimeout(config.SHUTDOWN_DELAY_SECONDS * 1000);
  } finally {
    await listener.close(config.SHUTDOWN_TIMEOUT_SECONDS);
    await store.close();
  }
}

async function serve<Data extends Store>(
  definition: ServiceDefinition<Data>,
  context: ServiceContext<Data>,
  listener: HttpListener,
): Promise<void> {
  const { logger, store, publicUrl } = context;
  const services = await mountServices(await definition.mounts(context), { logger, ready: () => store.ping() });
  await definition.prepare?.(context);
  listener.serve(services);
  logger.info({ url: publicUrl, port: listener.port }, 'ready');
}

/** Two signals closer together than this are one: npm passes a Ctrl-C on that the process has got already. */
const ONE_SIGNAL_MS = 1000;

/** The wish to stop: of a signal, or of the service itself. A second Ctrl-C ends the process where it stands. */
class StopRequest {
  private readonly resolvers = Promise.withResolvers<{ reason: string; exitCode: number }>();
  readonly requested = this.resolvers.promise;
  isRequested = false;
  private firstSignalAt: number | undefined;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => this.signalled(signal));
  }

  private signalled(signal: NodeJS.Signals): void {
    this.firstSignalAt ??= Date.now();
    // Whoever asks twice does not want to wait for anything.
    if (Date.now() - this.firstSignalAt > ONE_SIGNAL_MS) process.exit(130);
    this.request(signal, 0);
  }

  request(reason: string, exitCode: number): void {
    this.isRequested = true;
    this.resolvers.resolve({ reason, exitCode });
  }
}

/** Errors whose message is written for whoever starts the service say so; others are shown with their stack. */
function isForTheOperator(error: unknown): error is Error {
  return error instanceof Error && 'isForOperator' in error;
}

function describe(error: unknown): string {
  return error instanceof Error ? `Postern could not start.\n${error.stack ?? error.message}` : String(error);
}
