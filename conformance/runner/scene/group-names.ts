import type { Given } from '../profile/exchange.ts';
import type { Profile } from '../profile/profile.ts';
import { templatesIn } from '../template.ts';

const ofPeople = ['userName', 'newUserName', 'givenName', 'familyName', 'email'];

const known = new WeakMap<Profile, ReadonlySet<string>>();

/**
 * The short names in a profile that are groups: those that are given as groups or renamed like groups, those that have a name
 * and nothing that only people have, and those that stand in the places of such.
 */
export function groupNamesOf(profile: Profile): ReadonlySet<string> {
  const groups = known.get(profile) ?? findGroupNames(profile);
  known.set(profile, groups);
  return groups;
}

function findGroupNames({ exchanges, stories }: Profile): ReadonlySet<string> {
  const all = [...exchanges.values(), ...stories.values()];
  const attributes = attributesByName(all);
  const given = all.flatMap(({ given: list = [] }) => list);
  const people = new Set(given.flatMap(personOf));
  const groups = new Set(given.flatMap(each => ('group' in each ? [each.group] : [])));
  for (const [name, asked] of attributes) {
    const isPerson = people.has(name) || ofPeople.some(attribute => asked.has(attribute));
    if (!isPerson && (asked.has('displayName') || asked.has('newDisplayName'))) groups.add(name);
  }
  for (const [from, to] of [...stories.values()].flatMap(replacements)) {
    if (groups.has(from)) groups.add(to);
    else groups.delete(to);
  }
  return groups;
}

/** What templates ask of each name. */
function attributesByName(files: readonly unknown[]): Map<string, Set<string>> {
  const attributes = new Map<string, Set<string>>();
  for (const { expression } of templatesIn(files)) {
    const [name = '', attribute = ''] = expression.split('.');
    attributes.set(name, (attributes.get(name) ?? new Set()).add(attribute));
  }
  return attributes;
}

function personOf(given: Given): string[] {
  return 'user' in given ? [given.user] : [];
}

function replacements({ steps }: { readonly steps: readonly object[] }): [string, string][] {
  return steps.flatMap(step => ('as' in step ? Object.entries(step.as as Record<string, string>) : []));
}
