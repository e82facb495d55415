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

/** A Nest app under its prefix as a plain request listener, for `http.createServer` and for tests. */
export interface MountedServices {
  readonly listener: express.Express;
  close(): Promise<void>;
}

/** Mounts Nest apps by path prefix on one Express server; what none of them answers is answered at the root. */
export async function mountServices(
  mounts: readonly ServiceMount[],
  { logger, ready }: { readonly logger: Logger; readonly ready: ReadyCheck },
): Promise<MountedServices> {
  const root = express().disable('x-powered-by');
  root.use(requestLogging(logger));
  const apps: NestExpressApplication[] = [];
  for (const mount of [...mounts, { path: '/', module: HealthModule.register(ready) } satisfies ServiceMount]) {
    const app = await createApp(mount, logger);
    root.use(mount.path, app.getHttpAdapter().getInstance());
    apps.push(app);
  }
  return {
    listener: root,
    close: async () => {
      for (const app of apps) await app.close();
    },
  };
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
