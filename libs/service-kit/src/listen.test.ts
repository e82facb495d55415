import { request } from 'node:http';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig } from './config/load-config.js';
import { type HttpListener, listen } from './listen.js';
import type { MountedServices } from './mount-services.js';

const services: MountedServices = {
  listener: express().use((incoming, response) => {
    response.end(String(incoming.url.length));
  }),
  close: () => Promise.resolve(),
};

let listener: HttpListener | undefined;
afterEach(() => listener?.close(0));

async function statusAndBody(path: string): Promise<[number | undefined, string]> {
  listener = await listen(loadConfig({ PORT: '0' }));
  listener.serve(services);
  const { port } = listener;
  return new Promise((resolve, reject) => {
    request({ port, path }, response => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text)).on('end', () => resolve([response.statusCode, body]));
    })
      .on('error', reject)
      .end();
  });
}

describe('listen', () => {
  it('lets a service answer a filter of 8192 characters that take nine bytes each in a URL', async () => {
    const path = `/Users?filter=${'%E2%82%AC'.repeat(8192)}`;
    expect(await statusAndBody(path)).toEqual([200, String(path.length)]);
  });

  it('answers 431 to a longer URL than that', async () => {
    expect(await statusAndBody(`/${'a'.repeat(135_000)}`)).toEqual([431, '']);
  });

  it('ends streams of events when it stops, and waits for all other answers', async () => {
    const stopping = await listen(loadConfig({ PORT: '0' }));
    stopping.serve({
      ...services,
      listener: (_incoming, response) => response.setHeader('Content-Type', 'text/event-stream').write(':\n\n'),
    });
    const ended = new Promise<void>((resolve, reject) => {
      request({ port: stopping.port }, response => {
        response.once('data', () => void stopping.close(60)).once('end', resolve);
      })
        .on('error', reject)
        .end();
    });
    await expect(ended).resolves.toBeUndefined();
    await stopping.close(60);
  });
});
