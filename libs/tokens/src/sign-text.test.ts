import { describe, expect, it } from 'vitest';
import { readSignedText, signText } from './sign-text.js';

const key = Buffer.from('a key');

describe('a signed text', () => {
  it('comes back as it was', () => {
    expect(readSignedText(signText('{"é":1}', key), key)).toBe('{"é":1}');
  });

  it('holds only characters that need no escape in a URL', () => {
    expect(signText('??>>~~', key)).toMatch(/^[\w.-]+$/);
  });

  it.each([
    ['another key', signText('text', Buffer.from('another key'))],
    ['another text', `${Buffer.from('texts').toString('base64url')}.${signText('text', key).split('.')[1]}`],
    ['something behind it', `${signText('text', key)}.x`],
    ['no signature', Buffer.from('text').toString('base64url')],
    ['nothing', ''],
  ])('with %s is refused', (_, signed) => {
    expect(readSignedText(signed, key)).toBeUndefined();
  });
});
