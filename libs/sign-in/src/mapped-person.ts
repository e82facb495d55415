import { type AttributeMapping, type MappedAttributes, mapAttributes } from '#libs/attribute-mapping';
import { idpProfile } from '#libs/idp-profiles';
import { isLogin, loginKeyOf, type SignInProtocol } from '#libs/persistence';
import type { SignInCode } from './sign-in-code.js';
import { storableText } from './storable-text.js';
import type { VerifiedPerson } from './verified-person.js';

/** What the attribute mapping makes of a verified person. */
export interface MappedPerson {
  readonly mapped: MappedAttributes;
  readonly login: string;
  readonly loginKey: string;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly groups: readonly string[];
  /** Whether the mapping fills groups from anything. */
  readonly mapsGroups: boolean;
}

/** What is known of the person of a sign-in, or why that is not enough. */
export type PersonReading = { readonly mapped: MappedAttributes } & (
  | { readonly person: MappedPerson }
  | { readonly person?: undefined; readonly code: SignInCode; readonly missing: readonly string[] }
);

/** Reads a verified person by the version of the attribute mapping that their sign-in was begun with. */
export function readPerson(
  mapping: AttributeMapping,
  { protocol, profile }: { readonly protocol: SignInProtocol; readonly profile: string },
  { received, subject }: Pick<VerifiedPerson, 'received' | 'subject'>,
): PersonReading {
  const mapped = mapAttributes(mapping, protocol, idpProfile(profile).id, received);
  const { login, name, email, groups } = mapped.account;
  const missing = mapped.missing.filter(({ required }) => required).map(({ target }) => target);
  if (subject === '' || subject.includes('\0')) return { mapped, code: 'subject_missing', missing };
  if (login === null) return { mapped, code: 'login_missing', missing };
  if (missing.length > 0) return { mapped, code: 'attribute_missing', missing };
  if (!isLogin(login)) return { mapped, code: 'login_invalid', missing };
  const person = {
    mapped,
    login,
    loginKey: loginKeyOf(login),
    email: email === null ? null : storableText(email),
    displayName: name === null ? null : storableText(name),
    groups: groups.map(storableText),
    mapsGroups: [...mapped.used, ...mapped.missing].some(({ target }) => target === 'groups'),
  };
  return { mapped, person };
}
