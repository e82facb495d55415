import { isSecretName, valueWithoutSecrets } from './without-secrets.js';

/** The longest body that is kept, in characters. */
export const MAX_BODY_LENGTH = 16_384;

/** A body as it may be kept. */
export interface KeptBody {
  readonly text: string;
  /** The JSON it is, in full; undefined when it is none. */
  readonly value: unknown;
  readonly isCut: boolean;
}

/**
 * Gives a body without secrets, and only its beginning when it is long. It stays as it was received as long as nothing in it could
 * be the name of a secret; otherwise it is written anew. Without one that cannot be read it is not kept at all then.
 *
 * @returns undefined when it must not be kept
 */
export function toKeptBody(received: string): KeptBody | undefined {
  const value = parsed(received);
  const mayHoldSecret = isSecretName(received) || /\\[u/]|ptn_|eyJ|bearer|basic/i.test(received);
  if (value === undefined) return mayHoldSecret ? undefined : { ...cut(received), value };
  if (!mayHoldSecret) return { ...cut(received), value };
  const kept = valueWithoutSecrets(value);
  return { ...cut(JSON.stringify(kept)), value: kept };
}

/** The same of a long body, of which only the value is left. */
export function toKeptValue(received: unknown): KeptBody {
  const value = valueWithoutSecrets(received);
  return { ...cut(JSON.stringify(value) ?? ''), value };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function cut(text: string): Omit<KeptBody, 'value'> {
  return { text: text.slice(0, MAX_BODY_LENGTH), isCut: text.length > MAX_BODY_LENGTH };
}
