import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { RecordingProxy } from './recording-proxy.ts';

describe('RecordingProxy', () => {
  it('passes on what is asked and answered, and keeps it', async () => {
    const seen: string[] = [];
    const server = http.createServer((request, response) => {
      seen.push(
        `${request.method} ${request.url} ${request.headers.authorization} ${request.headers['accept-encoding']}`,
      );
      request.resume().once('end', () => response.writeHead(201, { 'X-Answer': 'yes' }).end('{"id":"1"}'));
    });
    await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
    const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2/`;
    const proxy = await RecordingProxy.listen(0, '127.0.0.1', to);
    const url = `http://127.0.0.1:${proxy.port}/Users?a=b+c%20d`;
    const answer = await fetch(url, { method: 'POST', body: '{"a":1}', headers: { Authorization: 'Bearer t' } });
    expect([answer.status, answer.headers.get('x-answer'), await answer.text()]).toEqual([201, 'yes', '{"id":"1"}']);
    expect(seen).toEqual(['POST /scim/v2/Users?a=b+c%20d Bearer t identity']);
    expect(proxy.traffic).toMatchObject([
      { method: 'POST', requestBody: '{"a":1}', status: 201, responseBody: '{"id":"1"}' },
    ]);
    server.closeAllConnections();
    server.close();
    expect((await fetch(url)).status).toBe(502);
    await proxy.stop();
  });
});
