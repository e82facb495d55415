import { expect, it } from 'vitest';
import type { ConnectionState, SamlSettings } from '#libs/persistence';
import { decideMappingChange } from './decide-mapping-change.js';

const now = new Date('2026-11-24T09:30:00.000Z');
const live: SamlSettings = {
  protocol: 'saml',
  entityId: 'http://www.okta.com/exk1example',
  signOnUrl: 'https://acme.okta.com/app/postern/exk1/sso/saml',
  certificates: [],
};
const other = { ...live, signOnUrl: 'https://acme.okta.com/app/postern/exk2/sso/saml' };
const row = { sso_settings: live, pending_revision: null, mapping_version: 1, previous_mapping_version: null };

it.each<[ConnectionState, object]>([
  ['draft', {}],
  ['configured', {}],
  ['tested', { state: 'configured' }],
  ['disabled', { state: 'configured' }],
])('a connection that is %s comes to it at once', (state, change) => {
  expect(decideMappingChange({ ...row, state }, 2, now)).toEqual({
    isPending: false,
    change: { mappingVersion: 2, previousMappingVersion: 1, ...change },
  });
  expect(decideMappingChange({ ...row, state }, 1, now)).toBeUndefined();
});

it('an enabled connection nobody signs in by comes to it at once', () => {
  expect(decideMappingChange({ ...row, state: 'enabled', sso_settings: null }, 2, now)).toEqual({
    isPending: false,
    change: { mappingVersion: 2, previousMappingVersion: 1 },
  });
});

const createdAt = '2026-11-23T09:30:00.000Z';
it.each([
  ['goes on with its settings', null, 2, { settings: live, mappingVersion: 2, createdAt: now.toISOString() }],
  [
    'keeps the settings of its pending revision',
    { settings: other, mappingVersion: 1, createdAt },
    2,
    { settings: other, mappingVersion: 2, createdAt },
  ],
  [
    'keeps them when it goes back',
    { settings: other, mappingVersion: 2, createdAt },
    1,
    { settings: other, mappingVersion: 1, createdAt },
  ],
  ['has no pending revision that changes nothing', { settings: live, mappingVersion: 2, createdAt }, 1, null],
])('an enabled connection %s', (_, pending_revision, version, pendingRevision) => {
  expect(decideMappingChange({ ...row, state: 'enabled', pending_revision }, version, now)).toEqual({
    isPending: pendingRevision !== null,
    change: { pendingRevision },
  });
});

it.each([
  ['live', null, 1],
  ['pending', { settings: live, mappingVersion: 2, createdAt }, 2],
])('nothing changes of an enabled connection for which it is %s', (_, pending_revision, version) => {
  expect(decideMappingChange({ ...row, state: 'enabled', pending_revision }, version, now)).toBeUndefined();
});

const edited = { settings: other, mappingVersion: 1, createdAt };
it.each([
  ['goes on with this version', edited, { ...edited, mappingVersion: 2 }],
  [
    'is none any more when this version was all there was in it',
    { ...edited, settings: live, mappingVersion: 2 },
    null,
  ],
])('what was edited of a connection that is disabled since %s', (_, pending_revision, pendingRevision) => {
  expect(decideMappingChange({ ...row, state: 'disabled', pending_revision }, 2, now)).toEqual({
    isPending: false,
    change: { mappingVersion: 2, previousMappingVersion: 1, pendingRevision, state: 'configured' },
  });
});
