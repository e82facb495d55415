import { type AccountValue, effectOn, formatSource, type SamplePerson } from '#libs/attribute-mapping';
import { type MappingVersion, receivedInTest } from '#libs/connection-health';
import { idpProfile } from '#libs/idp-profiles';
import type { ConnectionRow, DirectoryUser } from '#libs/persistence';
import type { AdminPrincipal } from '../http/caller.js';
import { masked } from '../http/masked.js';
import type { MappingPreview, PreviewedPerson } from './connection-mapping.dto.js';

/** The person of the last sign-in test, among directory users. */
const TESTED_PERSON = 'sso-test';

/** Between which versions people are compared. */
interface Versions {
  readonly accepted: MappingVersion;
  readonly previewed: MappingVersion;
}

/** What the connection's identity provider sent in the last sign-in test. */
export function testedPeople({ sso_settings: settings, sso_test: test }: ConnectionRow): readonly SamplePerson[] {
  const received = test ? receivedInTest(test) : undefined;
  return settings && received !== undefined ? [{ id: TESTED_PERSON, protocol: settings.protocol, received }] : [];
}

/** Gives what accepting a version would do to people, as the caller may see it. */
export function previewMapping(
  { idp_profile: profile }: ConnectionRow,
  { accepted, previewed }: Versions,
  { tested, users }: { readonly tested: readonly SamplePerson[]; readonly users: readonly DirectoryUser[] },
  principal: AdminPrincipal,
): Omit<MappingPreview, 'nextCursor'> {
  const people = [
    ...tested,
    ...users.map((user): SamplePerson => ({ id: user.id, protocol: 'scim', received: resourceOf(user) })),
  ];
  const effect = effectOn(people, accepted.mapping, previewed.mapping, idpProfile(profile).id);
  const names = new Map(users.map(({ id, userName }): [string, string] => [id, userName]));
  const changes = new Map(effect.changed.map(changed => [changed.id, changed.changes]));
  const lacks = new Map(effect.lacking.map(lacking => [lacking.id, lacking.targets]));
  const shown = (value: AccountValue) => valuesOf(value).map(text => masked(principal, text));
  const items = people
    .filter(({ id }) => changes.has(id) || lacks.has(id))
    .map(({ id }): PreviewedPerson => {
      const userName = names.get(id) ?? null;
      return {
        source: userName === null ? 'sso_test' : 'directory_user',
        directoryUserId: userName === null ? null : id,
        userName: masked(principal, userName),
        changes: (changes.get(id) ?? []).map(({ target, before, after }) => {
          return { target, before: shown(before), after: shown(after) };
        }),
        lacking: (lacks.get(id) ?? []).map(({ target, triedSources, already }) => {
          return { target, triedSources: triedSources.map(formatSource), already };
        }),
      };
    });
  const counts = { examined: people.length, changed: changes.size, lacking: lacks.size };
  return { previewedVersion: previewed.version, counts, items };
}

function valuesOf(value: AccountValue): readonly string[] {
  if (value === null) return [];
  return typeof value === 'string' ? [value] : value;
}

/** The resource as the identity provider reads it: with the groups that the person is in (RFC 7643 §4.1.2). */
function resourceOf({ resource, groups = [] }: DirectoryUser): object {
  return {
    ...resource,
    groups: groups.map(({ id, displayName, type }) => ({ value: id, display: displayName, type })),
  };
}
