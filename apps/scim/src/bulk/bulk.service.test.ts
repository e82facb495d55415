import type { Request, Response } from 'express';
import { expect, test, vi } from 'vitest';
import { BULK_REQUEST_URN, ScimError, userResourceType } from '#libs/scim-protocol';
import { loadConfig } from '#libs/service-kit';
import { type ResourceEndpoint, ResourceEndpoints } from '../http/resource-endpoint.js';
import type { ScimPrincipal } from '../http/scim-principal.js';
import { ScimSettings } from '../http/scim-settings.js';
import { BulkClient } from './bulk-client.js';
import { BulkService } from './bulk.service.js';

const settings = new ScimSettings({ publicUrl: 'https://sso.example.com', config: loadConfig({}) });
const principal = { connectionId: 'c', scopes: ['users:write'], trace: {} } as unknown as ScimPrincipal;

interface Ending {
  writableEnded: boolean;
  closed: boolean;
}

/** The answers to so many POSTs of users, each carried out by `create`. */
function run(count: number, create: (nth: number, response: Ending) => Promise<void> | void, seconds = 50) {
  let calls = 0;
  const log = { error: vi.fn<(...given: unknown[]) => void>() };
  const response: Ending = { writableEnded: false, closed: false };
  const endpoint = {
    resourceType: userResourceType,
    writeScope: 'users:write',
    create: async () => {
      await create(++calls, response);
      return { id: String(calls), meta: { location: '', version: 'W/"1"' } };
    },
  } as unknown as ResourceEndpoint;
  const service = new BulkService(new ResourceEndpoints([endpoint]), settings);
  const Operations = Array.from({ length: count }, (_, index) => ({
    method: 'POST',
    path: '/Users',
    bulkId: String(index),
    data: {},
  }));
  const client = new BulkClient({ id: 'trace-17', log } as unknown as Request, response as Response, {
    requestTimeoutSeconds: seconds,
  });
  const running = service.run(principal, { schemas: [BULK_REQUEST_URN], Operations }, client);
  return { running, log, calls: () => calls };
}

test('what nobody expected is a 500 of its operation: logged, named by its request, without internals', async () => {
  const failure = new Error('relation "directory_users" does not exist');
  const { running, log } = run(2, nth => {
    if (nth === 1) throw failure;
  });
  const { Operations } = await running;
  expect(Operations).toMatchObject([{ status: '500' }, { status: '201' }]);
  expect(JSON.stringify(Operations)).toContain('trace-17');
  expect(JSON.stringify(Operations)).not.toContain('directory_users');
  expect(log.error).toHaveBeenCalledWith({ err: failure }, expect.any(String));
});

test('what a client did wrong is not logged', async () => {
  const { running, log } = run(1, () => {
    throw ScimError.uniqueness('Taken.');
  });
  expect((await running).Operations).toMatchObject([{ status: '409' }]);
  expect(log.error).not.toHaveBeenCalled();
});

test.each(['closed', 'writableEnded'] as const)('no operation is started once the response is %s', async ended => {
  const { running, calls } = run(5, (nth, response) => {
    if (nth === 2) response[ended] = true;
  });
  await running;
  expect(calls()).toBe(2);
});

test('what there is no time for is answered 503, before the whole request is', async () => {
  const { running, calls } = run(3, () => new Promise(resolve => setTimeout(resolve, 150)), 0.1);
  const { Operations } = await running;
  expect(calls()).toBe(1);
  expect(Operations.map(({ status }) => status)).toEqual(['201', '503', '503']);
  expect(Operations.at(-1)).toMatchObject({ response: { message: expect.stringContaining('Send it again') } });
});
