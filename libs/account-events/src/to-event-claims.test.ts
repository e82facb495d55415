import { describe, expect, it } from 'vitest';
import { accountEventTypes, type AccountEventType } from '#libs/persistence';
import type { AccountEventDocument } from './event-document.js';
import { toEventClaims } from './to-event-claims.js';

const PROVISIONING = 'urn:ietf:params:scim:event:prov';
const anEvent = (type: AccountEventType, change: object = {}): AccountEventDocument => ({
  id: '01937f2c-0000-7000-8000-000000000001',
  type,
  at: '2026-11-24T09:30:00.700Z',
  position: 7,
  enterpriseId: '01937f2c-0000-7000-8000-000000000002',
  accountId: '01937f2c-0000-7000-8000-000000000003',
  connectionId: '01937f2c-0000-7000-8000-000000000004',
  directoryUserId: '01937f2c-0000-7000-8000-000000000005',
  actor: { kind: 'scim-token' },
  change,
  requestId: 'request-1',
});
const claimsOf = (event: AccountEventDocument) =>
  toEventClaims(event, { issuer: 'https://sso.example.com' }, new Date('2026-11-24T09:30:01.000Z'));

it('has the claims of RFC 8417 §2.2 and names its subject as RFC 9967 does, never by "sub"', () => {
  const event = anEvent('account.suspended');
  expect(
    toEventClaims(event, { issuer: 'https://sso.example.com', audience: 'https://a.example.com' }, new Date(0)),
  ).toEqual({
    iss: 'https://sso.example.com',
    aud: 'https://a.example.com',
    iat: 0,
    jti: event.id,
    txn: 'request-1',
    toe: 1_795_512_600,
    sub_id: { format: 'scim', uri: `/Users/${event.directoryUserId}`, id: event.directoryUserId },
    events: { 'urn:postern:event:account.suspended': event, [`${PROVISIONING}:deactivate`]: {} },
  });
});

it('names an account of no directory user by its own id, and without a request is its own transaction', () => {
  const event = { ...anEvent('account.purged'), directoryUserId: null, requestId: null };
  expect(claimsOf(event)).toMatchObject({ sub_id: { format: 'opaque', id: event.accountId }, txn: event.id });
});

it('of a test says nothing but that it is one', () => {
  const test = { id: 'x', type: 'webhook_endpoint.test', at: '2026-11-24T09:30:00.000Z', endpointId: 'y' } as const;
  expect(toEventClaims(test, { issuer: 'https://sso.example.com' }, new Date(0))).toMatchObject({
    txn: 'x',
    sub_id: { format: 'opaque', id: 'y' },
    events: { 'urn:postern:event:webhook_endpoint.test': test },
  });
});

it('names the enterprise when it happened to none of its accounts', () => {
  const event = { ...anEvent('enterprise.hold_opened'), accountId: null, connectionId: null, directoryUserId: null };
  expect(claimsOf(event)).toMatchObject({
    sub_id: { format: 'opaque', id: event.enterpriseId },
    events: { 'urn:postern:event:enterprise.hold_opened': event },
  });
});

describe('the event of SCIM that says the same', () => {
  it.each<[AccountEventType, object, object]>([
    [
      'account.created',
      { after: { login: 'ava', email: 'ava@example.com', displayName: null, state: 'active' } },
      {
        [`${PROVISIONING}:create:full`]: {
          data: {
            schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
            userName: 'ava',
            emails: [{ value: 'ava@example.com', primary: true }],
            displayName: null,
            active: true,
          },
        },
      },
    ],
    [
      'account.updated',
      { before: { email: 'ava@example.com' }, after: { email: null } },
      {
        [`${PROVISIONING}:patch:full`]: {
          data: {
            schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
            Operations: [{ op: 'replace', path: 'emails', value: [] }],
          },
        },
      },
    ],
    ['account.reactivated', {}, { [`${PROVISIONING}:activate`]: {} }],
    ['account.purged', {}, { [`${PROVISIONING}:delete`]: {} }],
    ['account.linked', { after: { directoryUserId: 'x' } }, {}],
  ])('of %s', (type, change, expected) => {
    const event = anEvent(type, change);
    expect(claimsOf(event).events).toEqual({ [`urn:postern:event:${type}`]: event, ...expected });
  });

  it('leaves none without an event of ours', () => {
    for (const type of accountEventTypes)
      expect(Object.keys(claimsOf(anEvent(type)).events)).toContain(`urn:postern:event:${type}`);
  });
});
