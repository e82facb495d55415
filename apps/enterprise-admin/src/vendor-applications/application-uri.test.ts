import { describe, expect, it } from 'vitest';
import { isApplicationUri } from './application-uri.js';

describe('where an application may have browsers sent', () => {
  it.each([
    'https://app.example.com',
    'https://app.example.com/callback?tenant=a%20b',
    'https://app.example.com:8443/',
    'http://127.0.0.1:3001/callback',
    'http://[::1]:3001/',
    'http://localhost:3001/callback',
  ])('%s', uri => {
    expect(isApplicationUri(uri)).toBe(true);
  });

  it.each([
    ['http elsewhere', 'http://app.example.com/callback'],
    ['a name that only begins like loopback', 'http://localhost.example.com/'],
    ['a fragment', 'https://app.example.com/#a'],
    ['an empty fragment', 'https://app.example.com/#'],
    ['a user name', 'https://app.example.com@evil.example/'],
    ['a backslash', 'https://app.example.com\\@evil.example/'],
    ['a path that climbs', 'https://app.example.com/a/../b'],
    ['capitals in the host', 'https://App.example.com/'],
    ['a standard port', 'https://app.example.com:443/'],
    ['a space', 'https://app.example.com/a b'],
    ['a line feed', 'https://app.example.com/\n'],
    ['another alphabet', 'https://ехample.com/'],
    ['a script', 'javascript:alert(1)'],
    ['data', 'data:text/html,a'],
    ['a path alone', '/callback'],
    ['no scheme', '//app.example.com/'],
    ['what is too long', `https://app.example.com/${'a'.repeat(2000)}`],
    ['no text', 1],
  ])('not %s', (_, uri) => {
    expect(isApplicationUri(uri)).toBe(false);
  });
});
