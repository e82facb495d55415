import type { Request } from 'express';
import { expect, it } from 'vitest';
import { AdminProblem } from './admin-problem.js';
import type { AdminSettings } from './admin-settings.js';
import { RequestAdmission } from './request-admission.js';

const settings = {
  failedAuthenticationsPerMinute: 1,
  requestsPerSecond: 0,
  requestBurst: 0,
} as AdminSettings;

it('keys that were right are remembered, but not all of them for ever', async () => {
  const admission = new RequestAdmission(settings);
  const ask = (key: string, isRight = true) =>
    admission.admit({ ip: '192.0.2.1', headers: { authorization: `Bearer ${key}` } } as Request, async () => {
      if (!isRight) throw AdminProblem.unauthenticated('Wrong.');
    });
  for (let key = 0; key <= 10_000; key++) await ask(String(key));
  await expect(ask('wrong', false)).rejects.toMatchObject({ code: 'unauthenticated' });
  await ask('10000');
  await ask('1');
  await expect(ask('0')).rejects.toMatchObject({ code: 'too_many_requests' });
});
