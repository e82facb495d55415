import type { Request, Response } from 'express';
import { expect, it, vi } from 'vitest';
import { requestFilter } from './request-filter.ts';
import type { Stage } from './stage.ts';

const target = { name: 'fake', baseUrl: 'https://scim.example.com/v2', token: 'real' };

it.each([
  ['/_pactSetup', false, false, 1, 0],
  ['/Users', true, false, 1, 0],
  ['/Users', false, false, 0, 1],
  ['/Users', true, true, 0, 1],
])('%s: is set up %j, would change somebody else %j', (originalUrl, isSetUp, isRefused, passed, refused) => {
  const stage = { isSetUp, refuses: (() => isRefused) as Stage['refuses'] } as Stage;
  const next = vi.fn<() => void>();
  const end = vi.fn<() => void>();
  const response = { status: () => ({ end }), on: () => {} } as unknown as Response;
  requestFilter(target, stage)({ originalUrl, headers: {} } as Request, response, next);
  expect([next.mock.calls.length, end.mock.calls.length]).toEqual([passed, refused]);
});
