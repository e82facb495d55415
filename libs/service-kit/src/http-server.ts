import { createServer, type RequestListener, type Server } from 'node:http';
import type { ServiceConfig } from './config/service-config.js';

/**
 * Node's own 16 KiB cut off what a service would answer in its own words: a SCIM filter of 8192 letters that are not ASCII
 * is some 70 KB in a URL. What is longer than this is a bare 431.
 */
const MAX_HEADERS_BYTES = 131_072;
const MAX_HEADERS = 200;
/** Longer than the idle time of the usual load balancers, so that they never reuse a connection we are closing. */
const KEEP_ALIVE_MS = 75_000;
/** Longer than any request may take. A client that takes nothing of its answer for so long is hung up on. */
const SILENT_MS = 120_000;
const CHECK_EVERY_MS = 1000;

/** An HTTP server that no client can hold up by sending slowly, reading slowly or sending without end. */
export function createHttpServer(
  config: Pick<ServiceConfig, 'REQUEST_RECEIVE_TIMEOUT_SECONDS'>,
  listener?: RequestListener,
): Server {
  const receiveMs = config.REQUEST_RECEIVE_TIMEOUT_SECONDS * 1000;
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADERS_BYTES,
      headersTimeout: receiveMs,
      requestTimeout: receiveMs,
      connectionsCheckingInterval: CHECK_EVERY_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    listener,
  );
  server.maxHeadersCount = MAX_HEADERS;
  server.setTimeout(SILENT_MS);
  return server;
}
