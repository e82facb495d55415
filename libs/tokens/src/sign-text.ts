import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Gives a text with a signature, to be handed out and taken back: `<base64url of the text>.<base64url of its HMAC-SHA256>`.
 * Whoever holds it can read it, and cannot change it.
 */
export function signText(text: string, key: Uint8Array): string {
  const payload = Buffer.from(text).toString('base64url');
  return `${payload}.${signatureOf(payload, key).toString('base64url')}`;
}

/** The text of {@link signText}, or undefined when it was not made so with this key. */
export function readSignedText(signed: string, key: Uint8Array): string | undefined {
  const [payload = '', signature = '', ...rest] = signed.split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = signatureOf(payload, key);
  const isGenuine = rest.length === 0 && given.length === expected.length && timingSafeEqual(given, expected);
  return isGenuine ? Buffer.from(payload, 'base64url').toString() : undefined;
}

function signatureOf(payload: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(payload).digest();
}
