import { expect, it } from 'vitest';
import { RepeatedWork } from './repeated-work.js';

it('stops at once, also when it is asked to in the middle of its work', async () => {
  const begun = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  const repeated = new RepeatedWork({
    name: 'test',
    everyMs: 60_000,
    work: async () => {
      begun.resolve();
      await mayEnd.promise;
      return 0;
    },
  });
  repeated.start();
  await begun.promise;
  const stopped = repeated.stop().then(() => 'stopped');
  mayEnd.resolve();
  const late = new Promise(resolve => {
    setTimeout(() => resolve('still waiting'), 500).unref();
  });
  expect(await Promise.race([stopped, late])).toBe('stopped');
});
