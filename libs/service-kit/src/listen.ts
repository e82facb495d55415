import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
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

/**
 * Node's own 16 KiB cut off what a service would answer in its own words: a SCIM filter of 8192 letters that are not ASCII
 * is some 70 KB in a URL. What is longer than this is a bare 431.
 */
const MAX_HEADER_BYTES = 131_072;

/** An HTTP server that listens before there is anything to serve, so that a taken port is known first. */
export interface HttpListener {
  readonly port: number;
  /** From now on requests go to these services; until then they are answered 503. */
  serve(services: MountedServices): void;
  /** Takes no new connections, lets requests under way finish for at most the given seconds, closes the services; once. */
  close(timeoutSeconds: number): Promise<void>;
}

/**
 * Opens the port.
 * @throws ListenError when it is taken or not allowed.
 */
export async function listen(config: Pick<ServiceConfig, 'HOST' | 'PORT'>): Promise<HttpListener> {
  let services: MountedServices | undefined;
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    if (services) services.listener(request, response);
    else
      response.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'application/json' }).end('{"status":"starting"}');
  });
  // Longer than the idle time of the usual load balancers, so that they never reuse a connection we are closing.
  server.keepAliveTimeout = 75_000;
  const closeConnections = connectionCloser(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenError(config, error)));
    server.listen(config.PORT, config.HOST, resolve);
  });
  let closed: Promise<void> | undefined;
  return {
    port: (server.address() as AddressInfo).port,
    serve: mounted => {
      services = mounted;
    },
    close: timeoutSeconds => {
      closed ??= closeConnections(timeoutSeconds).then(() => services?.close());
      return closed;
    },
  };
}

/**
 * Node closes connections that are idle at the moment of asking. Those whose request is under way are closed when it
 * ends, and those that never sent one (a browser's preconnect, a load balancer's probe) at once.
 */
function connectionCloser(server: Server): (timeoutSeconds: number) => Promise<void> {
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', (request, response) => {
    unused.delete(request.socket);
    response.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
  });
  return async timeoutSeconds => {
    const closed = new Promise<void>(resolve => server.close(() => resolve()));
    for (const socket of unused) socket.destroy();
    const timer = setTimeout(() => server.closeAllConnections(), timeoutSeconds * 1000);
    await closed;
    clearTimeout(timer);
  };
}
