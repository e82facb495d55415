import { expect, test } from 'vitest';
import { loadConfig } from '#libs/service-kit';
import { ScimSettings } from './scim-settings.js';

const settingsOf = (environment: Record<string, string>) =>
  new ScimSettings({ publicUrl: 'https://sso.example.com', config: loadConfig(environment) });

test.each([
  ['half of the connections to the database', { DATABASE_POOL_SIZE: '30' }, 15],
  ['at least four requests', { DATABASE_POOL_SIZE: '5' }, 4],
  ['what is set', { DATABASE_POOL_SIZE: '30', SCIM_CONCURRENT_REQUESTS: '2' }, 2],
])('one connection may use %s at once', (_, environment, expected) => {
  expect(settingsOf(environment).concurrentRequests).toBe(expected);
});

test('a page without count is never larger than a page may be', () => {
  expect(settingsOf({}).defaultCount).toBe(100);
  expect(settingsOf({ SCIM_MAX_RESULTS: '20' }).defaultCount).toBe(20);
});

test.each([
  [
    '100 in production',
    {
      NODE_ENV: 'production',
      DATABASE_URL: 'postgres://db/x',
      PUBLIC_URL: 'https://x.example',
      SECRETS_KEY: 'A'.repeat(43),
    },
    100,
  ],
  ['not limited otherwise', {}, 0],
  ['what is set', { SCIM_REQUESTS_PER_SECOND: '7' }, 7],
])('the requests a second of one token are %s', (_, environment, expected) => {
  expect(settingsOf(environment).requestsPerSecond).toBe(expected);
});
