import { expect, it } from 'vitest';
import { hideSecrets, withoutControls, withoutSecrets } from './without-secrets.ts';

const token = 'to"ken/1+2';

it('a secret is hidden in every form, wherever it stands', () => {
  const echo = { headers: { 'x-echo': `Bearer ${token}` }, body: [JSON.stringify({ detail: token })], status: 1 };
  expect(withoutSecrets(echo, [token, undefined])).toEqual({
    headers: { 'x-echo': 'Bearer ***' },
    body: ['{"detail":"***"}'],
    status: 1,
  });
  expect(hideSecrets(`no such token: ${encodeURIComponent(token)}`, [token])).toBe('no such token: ***');
});

it('of two secrets the longer one goes first', () => {
  expect(hideSecrets('secret-1-revoked', ['secret-1', 'secret-1-revoked'])).toBe('***');
});

it('what is too short to be a secret stays', () => {
  expect(hideSecrets('an example', ['x', ''])).toBe('an example');
});

it('nothing is left that a terminal obeys', () => {
  expect(withoutControls({ detail: '\u001B[31mred\u009B2J\r\nnext\u202E\u0007' })).toEqual({
    detail: '[31mred2J next',
  });
});
