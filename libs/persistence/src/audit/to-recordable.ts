import type { Json } from './canonical-json.js';

/** A name that ends like this names a secret, however it is spelled: `clientSecret`, `client_secret`, `token`, `hash`. */
const SECRET_NAMES =
  /(?:secrets?|tokens?|passwords?|passphrases?|passwd|hash(?:es)?|assertions?|credentials?|cookies?|authorization|bearer|(?:private|api|secret|signing|encryption|session) ?keys?)$/;

/** What is a secret whatever it is called: our own tokens, private keys, JSON Web Tokens. */
const SECRET_VALUES =
  /ptn_[a-z]+_[0-9a-f]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/;

/** Something was about to be written into the audit log that may be a secret. */
export class SecretInAuditEvent extends Error {
  override readonly name = 'SecretInAuditEvent';

  constructor(path: string) {
    super(
      `The audit log keeps no secrets, and ${path} is one by its name or its form. Record its id or prefix instead.`,
    );
  }
}

/** What stands for a text that may be a secret. */
const REMOVED = '[removed]';

/** What is done about something that may be a secret: an error, or another text in its place. */
type OnSecret = (path: string) => string;

/**
 * The value as JSON, as PostgreSQL gives it back: U+0000 and halves of surrogate pairs, which it does not store, become U+FFFD.
 * @param path what it is called in the error
 * @throws SecretInAuditEvent
 */
export function toRecordable<Value>(value: Value, path: string): Value {
  const refuse = (at: string): never => {
    throw new SecretInAuditEvent(at);
  };
  return recordable(JSON.parse(JSON.stringify(value)) as Json, path, refuse) as Value;
}

/**
 * The value as JSON, without what may be a secret. For what has happened already and has to be told: an identity provider may
 * give a person any userName.
 */
export function withoutSecrets<Value>(value: Value): Value {
  return recordable(JSON.parse(JSON.stringify(value)) as Json, '', () => REMOVED) as Value;
}

function recordable(value: Json, path: string, onSecret: OnSecret): Json {
  if (typeof value === 'string') return recordableText(value, path, onSecret);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item, index) => recordable(item, `${path}[${index}]`, onSecret));
  const members = Object.entries(value).map(([name, member]) => {
    const memberPath = `${path}.${name}`;
    const recorded = isSecretName(name) ? onSecret(memberPath) : recordable(member, memberPath, onSecret);
    return [recordableText(name, memberPath, onSecret), recorded] as const;
  });
  return Object.fromEntries(members);
}

function recordableText(text: string, path: string, onSecret: OnSecret): string {
  if (SECRET_VALUES.test(text)) return onSecret(path);
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** The names that occur are few and come again with every event. */
const judged = new Map<string, boolean>();
const MAX_JUDGED = 1000;

function isSecretName(name: string): boolean {
  const known = judged.get(name);
  if (known !== undefined) return known;
  const isSecret = saysSecret(name);
  if (judged.size < MAX_JUDGED) judged.set(name, isSecret);
  return isSecret;
}

function saysSecret(name: string): boolean {
  const words = name.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ').replaceAll(/[\W_]+/g, ' ');
  return SECRET_NAMES.test(words.trim().toLowerCase());
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
