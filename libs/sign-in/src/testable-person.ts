import type { TestedPerson } from '#libs/persistence';
import { storableText } from './storable-text.js';

/** What a connection keeps of a sign-in test at most. */
export const MAX_VALUES = 100;
const MAX_LENGTH = 1000;
const MAX_NAMES = 100;
/** Of the protocol and not of the person: what proves one answer, and is of no use later. */
const PROTOCOL_CLAIMS = new Set(['nonce', 'at_hash', 'c_hash', 's_hash', 'jti', 'rat', 'uti', 'rh', 'aio']);

/** What a sign-in test keeps of a person: of a size that can be shown, and nothing that proves anything. */
export function testablePerson({ nameId, attributes, claims }: TestedPerson): TestedPerson {
  return {
    ...(nameId !== undefined && { nameId: shortened(nameId) }),
    ...(attributes && {
      attributes: attributes.slice(0, MAX_NAMES).map(({ name, friendlyName, values }) => ({
        name: shortened(name),
        ...(friendlyName !== undefined && { friendlyName: shortened(friendlyName) }),
        values: values.slice(0, MAX_VALUES).map(shortened),
      })),
    }),
    ...(claims && { claims: claimsToKeep(claims) }),
  };
}

function claimsToKeep(claims: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept = Object.entries(claims).filter(([name]) => !PROTOCOL_CLAIMS.has(name));
  return Object.fromEntries(kept.slice(0, MAX_NAMES).map(([name, value]) => [shortened(name), storable(value)]));
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return shortened(value);
  if (Array.isArray(value)) return (value as readonly unknown[]).slice(0, MAX_VALUES).map(storable);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).slice(0, MAX_NAMES);
  return Object.fromEntries(members.map(([name, member]) => [shortened(name), storable(member)]));
}

/** A text as it is kept and shown of a test. */
export function shortened(text: string): string {
  return storableText(text.slice(0, MAX_LENGTH));
}
