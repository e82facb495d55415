import { describe, expect, it } from 'vitest';
import { organizationKey } from './organization-key.js';

describe('the key of an organization that is made for a group', () => {
  it.each([
    ['Engineering', 'engineering'],
    ['  R&D – Zürich ', 'r-d-zurich'],
    ['開発', 'group'],
    ['---', 'group'],
    [`${'a'.repeat(56)} ${'b'.repeat(50)}`, 'a'.repeat(56)],
  ])('of "%s" is "%s"', (name, key) => {
    expect(organizationKey(name, new Set())).toBe(key);
  });

  it('has a number when it is taken', () => {
    expect(organizationKey('Team A', new Set(['team-a', 'team-a-2']))).toBe('team-a-3');
  });
});
