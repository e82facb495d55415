import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import { pinoHttp } from 'pino-http';
import type { ServiceConfig } from '../config/service-config.js';

/** The process's log: JSON lines on standard output. Credentials are cut out wherever they could stand. */
export function createLogger(config: Pick<ServiceConfig, 'LOG_LEVEL'>, destination?: DestinationStream): Logger {
  const options = {
    level: config.LOG_LEVEL,
    serializers: { err: errorWithoutData },
    redact: {
      paths: ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]'],
      censor: '[secret]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Lets Nest write into the same log. */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: 'error' | 'warn' | 'info' | 'debug' | 'trace') =>
    (message: unknown, ...context: unknown[]) => {
      logger[level]({ context: context.at(-1) }, String(message));
    };
  return {
    log: write('debug'),
    error: write('error'),
    warn: write('warn'),
    debug: write('debug'),
    verbose: write('trace'),
  };
}

/** PostgreSQL repeats the values of a row in `detail` and `where`: a person's data, which no log needs. */
function errorWithoutData(error: Error): object {
  const { detail: _detail, where: _where, ...told } = stdSerializers.err(error) as unknown as Record<string, unknown>;
  return told;
}

const REQUEST_ID = /^[\w.:@=+/-]{1,128}$/;

/** Middleware that runs before everything else. */
type RequestLogging = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * Gives every request an id (its own `X-Request-Id` when that is a plain one) and a log, and logs how it ended when that is
 * wanted. When it is not, the log of a request is made when it is first written to: making it costs more than routing.
 */
export function requestLogging(logger: Logger): RequestLogging {
  const everyRequest = pinoHttp({
    logger,
    genReqId,
    // Each service logs its failures itself, with their cause.
    customLogLevel: (_request, _response, error) => (error ? 'error' : 'debug'),
    // A query string can hold a person's e-mail address (`filter=userName eq "…"`), so only the path is logged.
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        path: url.split('?')[0],
      }),
      err: errorWithoutData,
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  });
  if (logger.isLevelEnabled('debug')) return everyRequest;
  return (request, response, next) => {
    request.id = genReqId(request, response);
    Object.defineProperty(request, 'log', {
      configurable: true,
      get: () => everyRequest.logger.child({ req: request }),
    });
    next();
  };
}

function genReqId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
  response.setHeader('X-Request-Id', id);
  return id;
}
