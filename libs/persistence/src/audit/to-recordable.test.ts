import { describe, expect, it } from 'vitest';
import { mintToken } from '#libs/tokens';
import { SecretInAuditEvent, toRecordable, withoutSecrets } from './to-recordable.js';

describe('toRecordable', () => {
  it.each([
    'secret',
    'token',
    'tokens',
    'password',
    'hash',
    'privateKey',
    'private_key',
    'clientSecret',
    'client_secret',
    'CLIENT_SECRET',
    'accessToken',
    'access-token',
    'tokenHash',
    'apiKey',
    'signingKey',
    'Authorization',
    'cookie',
    'idToken',
    'APIKey',
    'passphrase',
    'clientAssertion',
    'clientsecret',
  ])('refuses what is called %s, at any depth', name => {
    expect(() => toRecordable({ [name]: 'x' }, 'after')).toThrow(SecretInAuditEvent);
    expect(() => toRecordable({ list: [{ [name]: null }] }, 'after')).toThrow(`after.list[0].${name}`);
  });

  it.each([
    'key',
    'tokenId',
    'tokenPrefix',
    'secretExpiresAt',
    'hashAlgorithm',
    'certificates',
    'publicKey',
    'tokenEndpoint',
    'description',
    'passwordless',
    'keys',
  ])('takes what is called %s', name => {
    expect(toRecordable({ [name]: 'x' }, 'after')).toEqual({ [name]: 'x' });
  });

  it.each([
    ['a token of ours', mintToken('scim').secret.reveal()],
    ['a token inside a text', `made ${mintToken('api').secret.reveal()}.`],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
    ['a JSON Web Token', 'eyJhbGciOiJub25l.eyJzdWIiOiIxMjM0.c2lnbmF0dXJl'],
  ])('refuses %s, whatever it is called, and does not repeat it', (_, text) => {
    expect(() => toRecordable({ note: text }, 'event')).toThrow('event.note');
    expect(() => toRecordable({ note: text }, 'event')).not.toThrow(text);
    expect(() => toRecordable({ [text]: 1 }, 'event')).toThrow(SecretInAuditEvent);
  });

  it('takes the prefix of a token, by which lists name it', () => {
    const { prefix } = mintToken('scim');
    expect(toRecordable({ prefix }, 'after')).toEqual({ prefix });
  });

  it('gives what JSON holds: moments as text, nothing for undefined, a secret as its placeholder', () => {
    const { secret } = mintToken('scim');
    expect(toRecordable({ at: new Date(0), gone: undefined, shown: secret }, 'after')).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      shown: '[secret]',
    });
  });

  it('replaces what PostgreSQL does not store', () => {
    expect(toRecordable({ 'a\0': ['b\0', 'half \ud800', 'whole \ud83d\ude00'] }, 'after')).toEqual({
      'a\ufffd': ['b\ufffd', 'half \ufffd', 'whole \ud83d\ude00'],
    });
  });
});

describe('withoutSecrets', () => {
  it('keeps all but what may be a secret by its name or its form', () => {
    const token = mintToken('scim').secret.reveal();
    expect(withoutSecrets({ before: { login: token, state: 'active' }, list: [{ clientSecret: { a: 1 } }] })).toEqual({
      before: { login: '[removed]', state: 'active' },
      list: [{ clientSecret: '[removed]' }],
    });
  });
});
