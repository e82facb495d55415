import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { emptyDatabaseUrl } from '../../../tools/testing/empty-database.js';

const command = fileURLToPath(new URL('../../../tools/crash-test/main.ts', import.meta.url));

// Deliveries of a process that died wait for half a minute: `npm run crash-test` has them, here is the rest.
it('directory, accounts, events and audit log agree after the service and the worker were killed amid changes', async () => {
  const argv = ['--seed', '7', '--changes', '200', '--kills', '2', '--people', '16', '--no-webhooks', '--json'];
  const child = spawn(process.execPath, [command, ...argv], {
    env: { PATH: process.env['PATH'], DATABASE_URL: await emptyDatabaseUrl() },
    stdio: 'pipe',
  });
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  expect(JSON.parse(out)).toMatchObject({ kills: { service: 2, worker: 2 }, problems: [] });
});
