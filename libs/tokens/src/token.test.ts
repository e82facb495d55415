import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { hashToken, isSameHash, isWellFormedToken, mintToken } from './token.js';

describe('mintToken', () => {
  it('makes a token of 256 random bits with a prefix that leak scanners can find', () => {
    const { secret, prefix } = mintToken('scim');
    expect(secret.reveal()).toMatch(/^ptn_scim_[0-9a-f]{64}[0-9a-f]{8}$/);
    expect(secret.reveal().startsWith(prefix)).toBe(true);
    expect(prefix).toMatch(/^ptn_scim_[0-9a-f]{6}$/);
    expect(mintToken('pat').prefix).toMatch(/^ptn_pat_[0-9a-f]{6}$/);
  });

  it('never makes the same token twice', () => {
    expect(mintToken('api').secret.reveal()).not.toBe(mintToken('api').secret.reveal());
  });

  it('gives the hash of the whole token, by which it is found again', () => {
    const { secret, hash } = mintToken('scim');
    expect(isSameHash(hash, hashToken(secret.reveal()))).toBe(true);
  });

  it('gives a secret that no way of printing shows', () => {
    const minted = mintToken('scim');
    const printed = [String(minted.secret), JSON.stringify(minted), inspect(minted, { depth: 9 })].join('\n');
    expect(printed).not.toContain(minted.secret.reveal());
    expect(printed).toContain('[secret]');
  });
});

describe('isWellFormedToken', () => {
  const token = mintToken('scim').secret.reveal();
  it.each([
    ['the token as minted', token, true],
    ['one character changed', token.replace(/.$/, c => (c === '0' ? '1' : '0')), false],
    [
      'one character of the random part changed',
      token.replace(/(?<=^ptn_scim_)./, c => (c === '0' ? '1' : '0')),
      false,
    ],
    ['cut off', token.slice(0, -1), false],
    ['with a space behind it', `${token} `, false],
    ['a token of another kind', mintToken('api').secret.reveal(), false],
    ['nothing', '', false],
    ['as many multi-byte characters', `ptn_scim_${'é'.repeat(72)}`, false],
  ])('%s', (_, text, expected) => {
    expect(isWellFormedToken('scim', text)).toBe(expected);
  });
});

describe('isSameHash', () => {
  it('tells hashes of different length apart without throwing', () => {
    expect(isSameHash(hashToken('a'), new Uint8Array(3))).toBe(false);
  });
});
