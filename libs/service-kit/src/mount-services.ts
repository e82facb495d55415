import type { IncomingMessage, RequestListener } from 'node:http';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import type { Logger } from 'pino';
import { HealthModule, type ReadyCheck } from './health/health.module.js';
import { JsonAdapter } from './json-adapter.js';
import { nestLogger, requestLogging } from './logging/logger.js';

/** One Nest app and the path prefix it answers under; it keeps its own module, error format and guards. */
export interface ServiceMount {
  readonly path: `/${string}`;
  readonly module: DynamicModule;
  /** Global middleware, filters and pipes of this app alone, before its routes are made. */
  readonly configure?: (app: NestExpressApplication) => void;
}

/** Nest apps under their prefixes as a plain request listener, for `http.createServer` and for tests. */
export interface MountedServices {
  readonly listener: RequestListener;
  close(): Promise<void>;
}

/** An app that is ready, and the prefix in lower case; the root has none. */
interface Mounted {
  readonly prefix: string;
  readonly app: NestExpressApplication;
  readonly listener: RequestListener;
}

/**
 * Mounts Nest apps by path prefix; what none of them answers is answered at the root. An Express app around them would do the
 * same, for a tenth of the time of a short request.
 */
export async function mountServices(
  mounts: readonly ServiceMount[],
  { logger, ready }: { readonly logger: Logger; readonly ready: ReadyCheck },
): Promise<MountedServices> {
  const services = await Promise.all(mounts.map(mount => createMounted(mount, logger)));
  const root = await createMounted({ path: '/', module: HealthModule.register(ready) }, logger);
  const logging = requestLogging(logger);
  return {
    listener: (request, response) => {
      logging(request, response, () => {
        const service = services.find(({ prefix }) => isUnder(prefix, request.url ?? '')) ?? root;
        enter(request, service.prefix);
        service.listener(request, response);
      });
    },
    close: async () => {
      for (const { app } of [...services, root]) await app.close();
    },
  };
}

async function createMounted(mount: ServiceMount, logger: Logger): Promise<Mounted> {
  const app = await createApp(mount, logger);
  return {
    prefix: mount.path === '/' ? '' : mount.path.toLowerCase(),
    app,
    listener: app.getHttpAdapter().getInstance() as RequestListener,
  };
}

/** Like Express, whatever the letter case, and only up to a whole segment. */
function isUnder(prefix: string, url: string): boolean {
  const next = url[prefix.length];
  return (next === undefined || next === '/' || next === '?') && url.slice(0, prefix.length).toLowerCase() === prefix;
}

/** The app sees its own part of the path, and the whole as `originalUrl`. */
function enter(request: IncomingMessage & { originalUrl?: string }, prefix: string): void {
  const { url = '/' } = request;
  request.originalUrl = url;
  const rest = url.slice(prefix.length);
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
}

async function createApp(mount: ServiceMount, logger: Logger): Promise<NestExpressApplication> {
  const adapter = new JsonAdapter(express().disable('x-powered-by').disable('etag'));
  const app = await NestFactory.create<NestExpressApplication>(mount.module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: nestLogger(logger),
  });
  mount.configure?.(app);
  return app.init();
}
