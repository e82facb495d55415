import { describe, expect, it } from 'vitest';
import { MAX_BODY_LENGTH, toKeptBody, toKeptValue } from './body-text.js';
import { pathWithoutSecrets, textWithoutSecrets, valueWithoutSecrets } from './without-secrets.js';

const TOKEN = `ptn_scim_${'0a'.repeat(20)}`;

describe('values', () => {
  it.each([
    ['an attribute', { password: 's3cret' }],
    ['whatever its letter case', { PassWord: 's3cret' }],
    ['a name that has such a word in it', { 'urn:example:User': { clientSecret: 's3cret', apiKey: 's3cret' } }],
    ['what is below it', { credentials: [{ value: 's3cret' }] }],
    ['an operation by path', { Operations: [{ op: 'replace', path: 'password', value: 's3cret' }] }],
    ['an operation with the value first', { Operations: [{ value: 's3cret', Path: 'urn:a:User:password' }] }],
    ['an operation without a path', { Operations: [{ op: 'add', value: { password: 's3cret' } }] }],
    ['data of a bulk request', { Operations: [{ method: 'POST', data: { password: 's3cret' } }] }],
  ])('lose the secret of %s', (_, body) => {
    expect(JSON.stringify(valueWithoutSecrets(body))).not.toContain('s3cret');
  });

  it('keep everything else', () => {
    const body = { userName: 'ava@example.com', emails: [{ value: 'ava@example.com', primary: true }], title: null };
    expect(valueWithoutSecrets(body)).toEqual(body);
  });

  it('may nest deeply', () => {
    let nested: unknown = 's3cret';
    for (let depth = 0; depth < 5000; depth++) nested = { nested };
    expect(JSON.stringify(valueWithoutSecrets(nested))).not.toContain('s3cret');
  });
});

describe('texts', () => {
  it.each([
    [`the token ${TOKEN} is`, 'the token [removed] is'],
    ['Authorization: Bearer abcdefgh12345678', 'Authorization: [removed]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln', '[removed]'],
    ['Ava Lind, bearer of news', 'Ava Lind, bearer of news'],
  ])('%s', (text, kept) => {
    expect(textWithoutSecrets(text)).toBe(kept);
  });

  it.each([
    ['/Users?access_token=abc&startIndex=1', '/Users?access_token=[removed]&startIndex=1'],
    ['/Users?filter=password%20eq%20%22s3cret%22', '/Users?filter=[removed]'],
    ['/Users?filter=userName eq "ava"', '/Users?filter=userName eq "ava"'],
    [`/Users/${TOKEN}`, '/Users/[removed]'],
  ])('the path %s', (path, kept) => {
    expect(pathWithoutSecrets(path)).toBe(kept);
  });
});

describe('bodies', () => {
  it('stay as they were received when nothing in them can be a secret', () => {
    const text = '{ "userName":  "ava" }';
    expect(toKeptBody(text)).toEqual({ text, value: { userName: 'ava' }, isCut: false });
  });

  it('lose secrets whose names are written with escapes, or hidden behind a name that comes twice', () => {
    expect(toKeptBody('{"p\\u0061ssword":"s3cret"}')?.text).toBe('{"password":"[removed]"}');
    expect(toKeptBody('{"private\\/key":"s3cret"}')?.text).toBe('{"private/key":"[removed]"}');
    expect(toKeptBody('{"a":{"password":"s3cret"},"a":1}')?.text).toBe('{"a":1}');
  });

  it('that cannot be read are kept only when nothing in them can be a secret', () => {
    expect(toKeptBody('{"userName": ')).toEqual({ text: '{"userName": ', value: undefined, isCut: false });
    expect(toKeptBody('{"password": "s3cr')).toBeUndefined();
    expect(toKeptBody('{"p\\u0061ss": ')).toBeUndefined();
  });

  it('are cut, and read in full all the same', () => {
    const body = { password: 's3cret', title: 'x'.repeat(MAX_BODY_LENGTH) };
    for (const kept of [toKeptBody(JSON.stringify(body)), toKeptValue(body)]) {
      expect(kept?.text).toHaveLength(MAX_BODY_LENGTH);
      expect(kept).toMatchObject({ isCut: true, value: { title: body.title } });
      expect(kept?.text).not.toContain('s3cret');
    }
  });
});
