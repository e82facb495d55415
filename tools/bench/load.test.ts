import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { measure } from './load.ts';

it.runIf(process.platform === 'linux')(
  'measure sends every request once, in order, and counts what failed',
  async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        bodies.push(`${request.method} ${request.url} ${body} ${String(request.headers['x-name'])}`);
        response.writeHead(request.url === '/3' ? 500 : 201).end(body);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const answers: string[] = [];

    const measurement = await measure({
      target: { origin, headers: { 'x-name': 'a' }, pid: process.pid, postmasterPid: -1 },
      connections: 1,
      seconds: 0,
      requests: 5,
      next: index => ({ method: 'POST', path: `/${index}`, body: { index } }),
      onAnswer: (status, body) => answers.push(`${status} ${body}`),
    });
    server.close();

    expect(bodies).toEqual([0, 1, 2, 3, 4].map(index => `POST /${index} {"index":${index}} a`));
    expect(answers).toHaveLength(5);
    expect(answers).toContain('500 {"index":3}');
    expect(measurement).toMatchObject({ connections: 1, answers: 5, failures: 1, postgresCores: 0 });
    expect(measurement.p50).toBeGreaterThan(0);
    expect(measurement.perSecond).toBeGreaterThan(0);
    expect(measurement.serviceMib).toBeGreaterThan(20);
  },
);
