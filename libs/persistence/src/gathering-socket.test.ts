import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { gatheringSocket } from './gathering-socket.js';

it('what is written in one turn of the event loop is sent at once, and in order', async () => {
  const received: string[] = [];
  const server = createServer(socket => socket.setEncoding('utf8').on('data', (data: string) => received.push(data)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = gatheringSocket();
  let writes = 0;
  for (const name of ['_write', '_writev'] as const) {
    const original = socket[name] as unknown as (...written: unknown[]) => void;
    Object.assign(socket, {
      [name]: (...written: unknown[]) => {
        writes++;
        original.apply(socket, written);
      },
    });
  }
  socket.connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('a');
  socket.cork();
  socket.write('b');
  socket.uncork();
  socket.write('c');
  await sleep(20);
  expect(writes).toBe(1);
  socket.write('d');
  await sleep(20);
  expect(writes).toBe(2);
  expect(received.join('')).toBe('abcd');
  socket.destroy();
  server.close();
});
