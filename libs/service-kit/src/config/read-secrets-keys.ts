import { Matches, ValidateBy } from 'class-validator';

const KEY_BYTES = 32;
/** 32 bytes in base64 or base64url. */
const KEY = /^[\w+/-]{43}=?$/;

/** What a start calls a key. */
const NAMES = /^[\da-f]{16}(?:\s*,\s*[\da-f]{16})*$/;

/** The keys of `SECRETS_KEY`, or undefined when one of them is none. */
export function readSecretsKeys(text: string): readonly Uint8Array[] | undefined {
  const parts = text.split(',').map(part => part.trim());
  const keys = parts.filter(part => KEY.test(part)).map(part => Buffer.from(part, 'base64'));
  return keys.length === parts.length && keys.every(key => key.length === KEY_BYTES) ? keys : undefined;
}

/** What {@link readSecretsKeys} reads. */
export function IsSecretsKeys(): PropertyDecorator {
  return ValidateBy({
    name: 'keys',
    validator: {
      validate: value => typeof value === 'string' && readSecretsKeys(value) !== undefined,
      defaultMessage: () => '$property must be 32 bytes in base64, or several such keys separated by commas',
    },
  });
}

/** Names of keys, separated by commas. */
export function IsSecretsKeyNames(): PropertyDecorator {
  return Matches(NAMES, {
    message: '$property must be names of keys, of 16 hexadecimal digits each, separated by commas',
  });
}
