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
  mounts(context: ServiceContext<Data>): readonly ServiceMount[];
  /** Runs when everything is there and before the first request is answered. */
  prepare?(context: ServiceContext<Data>): Promise<void>;
}

/**
 * Runs a service until SIGINT or SIGTERM: configuration, port, store, apps, in that order; and stops it in the reverse
 * order, letting requests under way finish. What prevents a start is printed in plain words, with exit code 1.
 */
export async function runService<Data extends Store>(definition: ServiceDefinition<Data>): Promise<void> {
  try {
    const config = loadConfig(process.env);
    await start(definition, config, createLogger(config));
  } catch (error) {
    process.stderr.write(`${isForTheOperator(error) ? error.message : describe(error)}\n`);
    process.exitCode = 1;
  }
}

async function start<Data extends Store>(
  definition: ServiceDefinition<Data>,
  config: ServiceConfig,
  logger: Logger,
): Promise<void> {
  const listener = await listen(config);
  const store = await definition.open(config).catch(async (error: unknown) => {
    await listener.close(0);
    throw error;
  });
  const stop = stopper(listener, store, config, logger);
  try {
    const context = { config, store, logger, publicUrl: publicUrlOf(config, listener.port) };
    const services = await mountServices(definition.mounts(context), { logger, ready: () => store.ping() });
    await definition.prepare?.(context);
    listener.serve(services);
    logger.info({ url: context.publicUrl, port: listener.port }, 'ready');
  } catch (error) {
    await stop('start failed');
    throw error;
  }
}

/** Installs the signal handlers; the function it gives stops everything once, however often it is called. */
function stopper(
  listener: HttpListener,
  store: Store,
  config: ServiceConfig,
  logger: Logger,
): (reason: string) => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = (reason: string) => {
    stopping ??= (async () => {
      logger.info({ reason }, 'stopping');
      await listener.close(config.SHUTDOWN_TIMEOUT_SECONDS);
      await store.close();
    })();
    return stopping;
  };
  const stopAndReport = (reason: string, exitCode: number) => {
    process.exitCode = exitCode;
    stop(reason).catch((error: unknown) => {
      logger.error({ err: error }, 'could not stop cleanly');
      process.exitCode = 1;
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopAndReport(signal, 0));
  store.onLost?.(() => {
    logger.fatal('the database stopped; start Postern again');
    stopAndReport('database lost', 1);
  });
  return stop;
}

/** Errors whose message is written for whoever starts the service say so; others are shown with their stack. */
function isForTheOperator(error: unknown): error is Error {
  return error instanceof Error && 'isForOperator' in error;
}

function describe(error: unknown): string {
  return error instanceof Error ? `Postern could not start.\n${error.stack ?? error.message}` : String(error);
}
