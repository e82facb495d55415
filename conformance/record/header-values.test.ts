import { describe, expect, it } from 'vitest';
import { isHeaderWord, isKept } from './header-values.ts';

describe('isKept', () => {
  it.each([
    ['User-Agent', 'Okta SCIM Client 1.0.0'],
    ['user-agent', 'OKTA SCIM Integration'],
    ['User-Agent', 'Apache-HttpClient/4.5.13 (Java/11.0.2)'],
    ['User-Agent', 'Go-http-client/1.1'],
    ['User-Agent', 'okhttp/4.9.0'],
    ['Accept', 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2'],
    ['Accept', 'application/scim+json; charset=utf-8,application/json;q=0.9'],
    ['Accept-Encoding', 'gzip,deflate'],
    ['Accept-Encoding', 'gzip;q=1.0, identity; q=0.5, *;q=0'],
    ['Accept-Charset', 'utf-8'],
    ['Cache-Control', 'no-cache, max-age=0'],
    ['Connection', 'Keep-Alive'],
    ['Content-Type', 'application/scim+json; charset="UTF-8"'],
  ])('what everybody may know: %s: %s', (name, value) => {
    expect(isKept(name, value)).toBe(true);
  });

  it.each([
    ['User-Agent', 'Okta SCIM Client 1.0.0 AcmeCorp-Tenant'],
    ['User-Agent', 'Okta SCIM Client AcmeCorp'],
    ['User-Agent', 'AcmeCorp Okta SCIM Client 1.0.0'],
    ['User-Agent', 'okhttp/4.9.0-acmecorp'],
    ['User-Agent', 'okhttp/4.9.0 (alice@example.com)'],
    ['User-Agent', 'okhttp/4.9.0\nacmecorp'],
    ['User-Agent', 'python-requests/0123456789'],
    ['User-Agent', 'AcmeCorp/1.0'],
    ['Accept', 'application/vnd.acmecorp+json'],
    ['Accept', 'application/json;profile=acmecorp'],
    ['Accept-Encoding', 'gzip, JohnDoe'],
    ['Accept-Encoding', 'gzip;q=0.1234'],
    ['Accept-Charset', 'utf-8, acmecorp'],
    ['Cache-Control', 'acmecorp=1'],
    ['Cache-Control', 'max-age=471147114711'],
    ['Content-Type', 'application/json; charset=acmecorp'],
    ['Content-Type', 'multipart/form-data; boundary=acmecorp'],
    ['Authorization', 'Bearer x'],
    ['Accept-Language', 'en'],
    ['constructor', 'x'],
  ])('nothing that is one company or person: %s: %s', (name, value) => {
    expect(isKept(name, value)).toBe(false);
  });
});

it.each([
  ['Okta', true],
  ['client', true],
  ['SCIM Client', true],
  ['Okta AcmeCorp', false],
])('isHeaderWord(%j) is %j', (text, is) => {
  expect(isHeaderWord(text)).toBe(is);
});
