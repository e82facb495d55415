import { expect, it } from 'vitest';
import { adviceFor, type Failure } from './failure-advice.js';
import { idpProfileIds } from './idp-profile.js';

const failure = (given: Partial<Failure>): Failure => ({
  status: 400,
  scimType: null,
  namesResource: false,
  isOfGroup: false,
  ...given,
});

it.each<[Partial<Failure>, string, RegExp | null]>([
  [{ status: 401 }, 'neither revoked nor expired', /Secret Token$/],
  [{ status: 403 }, 'has the scope', /Secret Token$/],
  [{ status: 404, namesResource: true }, 'an id that is gone', /Restart provisioning$/],
  [{ status: 404 }, 'base URL', /Tenant URL$/],
  [{ status: 405 }, 'base URL', /Tenant URL$/],
  [{ status: 400, scimType: 'invalidVers' }, 'base URL', /Tenant URL$/],
  [{ status: 409, scimType: 'uniqueness' }, 'the same userName', /userName$/],
  [{ status: 412 }, 'Nothing has to be changed', null],
  [{ status: 413 }, 'Send less', /Groups$/],
  [{ status: 429 }, 'Nothing has to be changed', null],
  [{ status: 503 }, 'not the identity provider’s fault', null],
  [{ status: 400, scimType: 'invalidValue', isOfGroup: true }, 'members first', /Groups$/],
  [{ status: 400, scimType: 'invalidValue' }, 'mapping of the attribute', /Users$/],
])('%j', (given, advice, clickPath) => {
  expect(adviceFor('entra-id', failure(given))).toEqual({
    advice: expect.stringContaining(advice),
    clickPath: clickPath === null ? null : expect.stringMatching(clickPath),
  });
});

it('what did not fail needs none', () => {
  for (const profile of idpProfileIds) expect(adviceFor(profile, failure({ status: 200 }))).toBeUndefined();
});

it('each console has its own places', () => {
  const places = idpProfileIds.map(profile => adviceFor(profile, failure({ status: 401 }))?.clickPath);
  expect(new Set(places).size).toBe(idpProfileIds.length);
});
