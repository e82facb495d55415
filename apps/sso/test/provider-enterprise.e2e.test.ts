import supertest from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { ProviderUnderTest, type TestApplication } from './application.js';
import { startSso, TestSignIns } from './builders.js';

let sso: ProviderUnderTest;
let app: TestApplication;
let [own, other]: TestSignIns[] = [];
let [key, otherKey] = ['', ''];

beforeAll(async () => {
  sso = await ProviderUnderTest.start();
  app = await sso.application();
  [own, other] = [await TestSignIns.make(), await TestSignIns.make()];
  [key, otherKey] = [await keyOf(own), await keyOf(other)];
});

const keyOf = async ({ connection }: TestSignIns) =>
  (await sso.database.repositories.enterprises.find(connection.enterpriseId))?.key ?? '';

describe('an application that wants somebody of one enterprise', () => {
  it('gets nobody whose sign-in another enterprise vouches for', async () => {
    const browser = sso.browser();
    const asked = await app.ask({ enterprise: key });
    const { headers } = await browser.open(asked.url);
    const uid = /interaction\/([\w-]+)/.exec(headers.get('location') ?? '')?.[1] ?? '';
    const start = `https://sso.example.com/sso/${other?.connection.connectionId}/start?interaction=${uid}`;
    const { url } = await browser.follow(start);
    expect(url.searchParams.get('code')).toBeNull();
    expect(url.searchParams.get('error')).toBe('access_denied');
    expect(await other?.liveSessions()).toEqual([]);
  });

  it.each(['enterprise', 'login_hint'])('gets no session of another that the browser has, by %s', async parameter => {
    const browser = sso.browser();
    if (!other || !own) throw new Error('There are no enterprises.');
    await app.signIn(browser, other);
    const asked = await app.ask({ [parameter]: parameter === 'enterprise' ? key : `enterprise:${key}` });
    const silent = new URL(asked.url);
    silent.searchParams.set('prompt', 'none');
    expect((await browser.follow(silent)).url.searchParams.get('error')).toBe('login_required');
    const { url } = await browser.follow(asked.url);
    const claims = (await app.redeem(url, asked)).claims();
    expect(claims?.['enterprise']).toMatchObject({ key });
    expect(await other.liveSessions()).toEqual([]);
  });

  it('is not led to another by what somebody entered as a hint', async () => {
    const asked = await app.ask({ enterprise: key, login_hint: `enterprise:${otherKey}` });
    const { url } = await sso.browser().follow(asked.url);
    expect((await app.redeem(url, asked)).claims()?.['enterprise']).toMatchObject({ key });
  });
});

it.each(['/sso/auth', '/sso/token', '/sso/request'])('%s answers an address so often a minute', async path => {
  const { server } = await startSso({ SSO_REQUESTS_PER_MINUTE: '2' });
  const method = path === '/sso/auth' ? 'get' : 'post';
  const statuses: number[] = [];
  for (let at = 0; at < 3; at++) statuses.push((await supertest(server)[method](path)).status);
  expect(statuses.slice(0, 2)).not.toContain(429);
  expect(statuses.at(-1)).toBe(429);
});
