import {
  type AttributeMapping,
  type IdpProfileId,
  type Protocol,
  type Sources,
  type TargetRule,
  idpProfileIds,
  protocols,
} from './attribute-mapping.js';
import { AttributeMappingError, type MappingProblem } from './attribute-mapping-error.js';
import { DocumentReader } from './document-reader.js';
import { parseSources } from './parse-sources.js';
import { isObject } from './to-texts.js';

const MAX_TARGETS = 60;
const TARGET_NAME = /^[a-z][\w-]{0,63}$/i;

/**
 * Gives the attribute mapping that a document holds. `required` may be left out (then it is false), and so may a protocol without
 * sources and the `profiles`; the login must be required, and a required target have a source for every protocol.
 *
 * @throws AttributeMappingError with everything that is wrong, each with its JSON Pointer
 * @example
 * parseAttributeMapping({
 *   targets: {
 *     login: {
 *       required: true,
 *       sources: { saml: [{ nameId: true }], oidc: [{ claim: 'email' }], scim: [{ path: { attribute: 'userName' } }] },
 *       profiles: { okta: { saml: [{ attribute: 'login' }] } },
 *     },
 *   },
 * });
 */
export function parseAttributeMapping(document: unknown): AttributeMapping {
  const problems: MappingProblem[] = [];
  const mapping = readMapping(new DocumentReader(document, problems));
  if (problems.length > 0) throw AttributeMappingError.ofProblems(problems);
  return mapping;
}

function readMapping(document: DocumentReader): AttributeMapping {
  document.isObjectOf('An attribute mapping', ['targets']);
  if (!isObject(document.value)) return { targets: {} };
  const targets = document.member('targets');
  if (!targets.isObjectOf('"targets"')) return { targets: {} };
  const names = targets.names();
  if (names.length > MAX_TARGETS) targets.refuse(`There may be at most ${MAX_TARGETS} targets.`);
  if (!names.includes('login')) targets.member('login').refuse('A mapping must say where the login comes from.');
  return { targets: Object.fromEntries(names.slice(0, MAX_TARGETS).map(name => [name, readRule(name, targets)])) };
}

function readRule(name: string, targets: DocumentReader): TargetRule {
  const rule = targets.member(name);
  if (!TARGET_NAME.test(name)) {
    rule.refuse('The name of a target begins with a letter and has at most 64 letters, digits, "_" and "-".');
  }
  rule.isObjectOf('A target', ['required', 'sources', 'profiles']);
  if (!isObject(rule.value)) return { required: false, sources: { saml: [], oidc: [], scim: [] }, profiles: {} };
  const required = readRequired(name, rule.member('required'));
  const sources = rule.member('sources');
  sources.isObjectOf('"sources"', protocols);
  const read = (protocol: Protocol): Sources => parseSources(sources.member(protocol), protocol, required);
  return {
    required,
    sources: { saml: read('saml'), oidc: read('oidc'), scim: read('scim') },
    profiles: readProfiles(rule.member('profiles'), required),
  };
}

function readRequired(name: string, place: DocumentReader): boolean {
  const required = place.value ?? false;
  if (typeof required !== 'boolean') return place.refuse('"required" must be true or false.') ?? false;
  if (name === 'login' && !required) place.refuse('The login must be required: an account is found by it.');
  return required;
}

function readProfiles(profiles: DocumentReader, required: boolean): TargetRule['profiles'] {
  if (profiles.value === undefined) return {};
  profiles.isObjectOf('"profiles"', idpProfileIds);
  const named = idpProfileIds.filter(id => profiles.names().includes(id));
  return Object.fromEntries(named.map(id => [id, readProfile(id, profiles.member(id), required)]));
}

function readProfile(id: IdpProfileId, profile: DocumentReader, required: boolean): Partial<Record<Protocol, Sources>> {
  profile.isObjectOf(`The profile "${id}"`, protocols);
  const named = protocols.filter(protocol => profile.names().includes(protocol));
  return Object.fromEntries(
    named.map(protocol => [protocol, parseSources(profile.member(protocol), protocol, required)]),
  );
}
