import { describe, expect, it } from 'vitest';
import type { DirectoryGroupId, NamedMatch, OrganizationId } from '#libs/persistence';
import { matchOutcome } from './match-outcome.js';

const group = { id: 'g' as DirectoryGroupId, groupName: 'G', isAmbiguous: false, isMapped: false };
const organizationId = 'o' as OrganizationId;

describe('a group', () => {
  it.each<[string, NamedMatch, boolean, string]>([
    ['with an organization of its name', { ...group, organizationId }, false, 'mapped'],
    ['with one, although others are made', { ...group, organizationId }, true, 'mapped'],
    ['with one that it is mapped to', { ...group, organizationId, isMapped: true }, true, 'alreadyMapped'],
    [
      'that is mapped, with a name that others have',
      { ...group, organizationId, isMapped: true, isAmbiguous: true },
      false,
      'alreadyMapped',
    ],
    ['with a name that others have', { ...group, organizationId, isAmbiguous: true }, false, 'ambiguous'],
    [
      'the same, although organizations are made',
      { ...group, organizationId: null, isAmbiguous: true },
      true,
      'ambiguous',
    ],
    ['without one', { ...group, organizationId: null }, false, 'unmatched'],
    ['without one, when it is made', { ...group, organizationId: null }, true, 'created'],
  ])('%s', (_, match, createOrganizations, outcome) => {
    expect(matchOutcome(match, createOrganizations)).toBe(outcome);
  });
});
