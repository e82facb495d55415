import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SecretBox, SecretUnreadable } from './secret-box.js';
import { Secret } from './secret.js';

const key = randomBytes(32);
const box = new SecretBox([key]);
const secret = new Secret('correct horse battery staple €');

describe('a sealed secret', () => {
  it('comes back as it was', async () => {
    const opened = await box.open(await box.seal(secret, 'a'), 'a');
    expect(opened.reveal()).toBe(secret.reveal());
  });

  it('shows nothing of the secret, its context or the key, and is never the same twice', async () => {
    const [one, another] = await Promise.all([box.seal(secret, 'connection 1'), box.seal(secret, 'connection 1')]);
    expect(one).not.toBe(another);
    const readable = one.split('.').map(part => Buffer.from(part, 'base64url').toString('latin1'));
    for (const hidden of [secret.reveal(), 'connection 1', Buffer.from(key).toString('latin1')])
      expect(readable.join('\n')).not.toContain(hidden);
  });

  it('opens with an earlier key while that is still there', async () => {
    const sealed = await box.seal(secret, 'a');
    const newKey = randomBytes(32);
    expect((await new SecretBox([newKey, key]).open(sealed, 'a')).reveal()).toBe(secret.reveal());
    await expect(new SecretBox([newKey]).open(sealed, 'a')).rejects.toThrow(SecretUnreadable);
  });

  it('is sealed with the first key', async () => {
    const newKey = randomBytes(32);
    const sealed = await new SecretBox([newKey, key]).seal(secret, 'a');
    expect((await new SecretBox([newKey]).open(sealed, 'a')).reveal()).toBe(secret.reveal());
  });

  it('tells whether the key it was sealed with is there', async () => {
    const sealed = await box.seal(secret, 'a');
    const another = new SecretBox([randomBytes(32)]);
    expect([box.holdsKeyOf(sealed), new SecretBox([randomBytes(32), key]).holdsKeyOf(sealed)]).toEqual([true, true]);
    expect([another.holdsKeyOf(sealed), box.holdsKeyOf('a.b.c.d.e'), box.holdsKeyOf('')]).toEqual([
      false,
      false,
      false,
    ]);
    expect(box.sealingKeyId).toMatch(/^[0-9a-f]{16}$/);
    expect(another.sealingKeyId).not.toBe(box.sealingKeyId);
  });

  it('does not open in another place', async () => {
    await expect(box.open(await box.seal(secret, 'a'), 'b')).rejects.toThrow(SecretUnreadable);
  });

  it.each([
    ['changed', (sealed: string) => sealed.replace(/.(?=.{4}$)/, digit => (digit === 'A' ? 'B' : 'A'))],
    ['cut off', (sealed: string) => sealed.slice(0, -3)],
    ['empty', () => ''],
    ['something else', () => 'a.b.c.d.e'],
    ['of another algorithm', (sealed: string) => sealed.replace(/^[^.]+/, headerOf({ alg: 'none', enc: 'A256GCM' }))],
    [
      'without the name of a key',
      (sealed: string) => sealed.replace(/^[^.]+/, headerOf({ alg: 'dir', enc: 'A256GCM' })),
    ],
  ])('does not open when it is %s', async (_, change) => {
    await expect(box.open(change(await box.seal(secret, 'a')), 'a')).rejects.toThrow(SecretUnreadable);
  });
});

it.each([
  ['no key', []],
  ['a key that is too short', [key, new Uint8Array(16)]],
])('a box cannot be made of %s', (_, keys) => {
  expect(() => new SecretBox(keys)).toThrow('32 bytes');
});

function headerOf(header: object): string {
  return Buffer.from(JSON.stringify(header)).toString('base64url');
}
