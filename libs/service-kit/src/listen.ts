import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceConfig } from './config/service-config.js';
import type { MountedServices } from './mount-services.js';

/** The port is taken, or the address is not this machine's; the message says what to do. */
export class ListenError extends Error {
  readonly isForOperator = true;

  constructor(config: Pick<ServiceConfig, 'HOST' | 'PORT'>, cause: NodeJS.ErrnoException) {
    const reasons: Record<string, string> = {
      EADDRINUSE: `Port ${config.PORT} on ${config.HOST} is taken by another program. Stop it, or choose another port, for example PORT=${config.PORT + 1}.`,
      EACCES: `This user may not listen on port ${config.PORT}. Choose a port above 1024, for example PORT=3000.`,
      EADDRNOTAVAIL: `${config.HOST} is not an address of this machine. Use HOST=127.0.0.1, or HOST=0.0.0.0 for all addresses.`,
    };
    super(reasons[cause.code ?? ''] ?? `Postern cannot listen on ${config.HOST}:${config.PORT}: ${cause.message}`, {
      cause,
    });
    this.name = 'ListenError';
  }
}

/** An HTTP server that listens before there is anything to serve, so that a taken port is known first. */
export interface HttpListener {
  readonly port: number;
  /** From now on requests go to these services; until then they are answered 503. */
  serve(services: MountedServices): void;
  /** Takes no new connections, lets requests under way finish for at most the given seconds, then closes the services. */
  close(timeoutSeconds: number): Promise<void>;
}

/**
 * Opens the port.
 * @throws ListenError when it is taken or not allowed.
 */
export async function listen(config: Pick<ServiceConfig, 'HOST' | 'PORT'>): Promise<HttpListener> {
  let services: MountedServices | undefined;
  const server = createServer((request, response) => {
    if (services) services.listener(request, response);
    else
      response.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'application/json' }).end('{"status":"starting"}');
  });
  // Longer than the idle time of the usual load balancers, so that they never reuse a connection we are closing.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenError(config, error)));
    server.listen(config.PORT, config.HOST, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    serve: mounted => {
      services = mounted;
    },
    close: async timeoutSeconds => {
      await closeServer(server, timeoutSeconds);
      await services?.close();
    },
  };
}

async function closeServer(server: Server, timeoutSeconds: number): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), timeoutSeconds * 1000);
  await closed;
  clearTimeout(timer);
}
