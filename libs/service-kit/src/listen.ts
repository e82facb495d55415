import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import type { ServiceConfig } from './config/service-config.js';
import { createHttpServer } from './http-server.js';
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
  /** From now on `/readyz` says 503 and no connection is kept, so that others take over; all else goes on being answered. */
  announceStop(): void;
  /** Takes no new connections, lets requests under way finish for at most the given seconds, closes the services; once. */
  close(timeoutSeconds: number): Promise<void>;
}

/**
 * Opens the port.
 * @throws ListenError when it is taken or not allowed.
 */
export async function listen(
  config: Pick<ServiceConfig, 'HOST' | 'PORT' | 'REQUEST_RECEIVE_TIMEOUT_SECONDS'>,
): Promise<HttpListener> {
  let services: MountedServices | undefined;
  let isStopping = false;
  const server = createHttpServer(config, (request, response) => {
    if (isStopping) response.setHeader('Connection', 'close');
    if (!services) answerUnavailable(response, 'starting');
    else if (isStopping && asksWhetherReady(request)) answerUnavailable(response, 'stopping');
    else services.listener(request, response);
  });
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
    announceStop: () => {
      isStopping = true;
    },
    close: timeoutSeconds => {
      isStopping = true;
      closed ??= closeConnections(timeoutSeconds).then(() => services?.close());
      return closed;
    },
  };
}

/** Of the root and of every service: `/readyz`, `/scim/readyz`. */
function asksWhetherReady({ url = '' }: IncomingMessage): boolean {
  return /^[^?]*\/readyz(?:\?|$)/.test(url);
}

function answerUnavailable(response: ServerResponse, status: 'starting' | 'stopping'): void {
  response.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'application/json' }).end(JSON.stringify({ status }));
}

function isEventStream(response: ServerResponse): boolean {
  return response.headersSent && String(response.getHeader('Content-Type')).startsWith('text/event-stream');
}

/**
 * Closes the port at once, each connection when it owes no answer any more. Node's own `close` hangs up on answers that
 * wait to be taken: it counts an answer as sent when it is written, however much of it the client has still to read.
 */
function connectionCloser(server: Server): (timeoutSeconds: number) => Promise<void> {
  const owedAnswers = new Map<Socket, number>();
  const answers = new Set<ServerResponse>();
  let isClosing = false;
  const owe = (socket: Socket, more: number) => {
    const owed = (owedAnswers.get(socket) ?? 0) + more;
    owedAnswers.set(socket, owed);
    if (isClosing && owed === 0) socket.destroySoon();
  };
  server.on('connection', (socket: Socket) => {
    owedAnswers.set(socket, 0);
    socket.once('close', () => owedAnswers.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    owe(socket, 1);
    answers.add(response);
    response.once('close', () => {
      answers.delete(response);
      owe(socket, -1);
    });
  });
  return async timeoutSeconds => {
    isClosing = true;
    const closed = new Promise<void>(resolve => NetServer.prototype.close.call(server, () => resolve()));
    for (const socket of owedAnswers.keys()) owe(socket, 0);
    // A stream of events has no end of its own; whoever listens connects again, to another process.
    for (const response of answers) if (isEventStream(response)) response.end();
    const timer = setTimeout(() => server.closeAllConnections(), timeoutSeconds * 1000);
    await closed;
    clearTimeout(timer);
  };
}
