import { expect, test } from 'vitest';
import type { ScimTokenId } from '#libs/persistence';
import { scimTokenStatus } from './scim-token-status.js';

const now = new Date('2026-11-24T09:30:00.000Z');
const past = '2026-11-24T09:30:00.000Z';
const later = '2026-11-24T09:30:00.001Z';
const other = '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11' as ScimTokenId;

test.each([
  ['active', { revoked_at: null, expires_at: later, replaced_by: null }],
  ['retiring', { revoked_at: null, expires_at: later, replaced_by: other }],
  ['expired', { revoked_at: null, expires_at: past, replaced_by: null }],
  ['expired', { revoked_at: null, expires_at: past, replaced_by: other }],
  ['revoked', { revoked_at: past, expires_at: later, replaced_by: null }],
  ['revoked', { revoked_at: past, expires_at: past, replaced_by: other }],
])('%s: %o', (status, token) => {
  expect(scimTokenStatus(token, now)).toBe(status);
});
