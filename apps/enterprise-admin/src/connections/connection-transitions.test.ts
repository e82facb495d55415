import { describe, expect, it } from 'vitest';
import { type ConnectionState, connectionStates } from '#libs/persistence';
import {
  type ConnectionAction,
  type ConnectionFacts,
  type ConnectionGuard,
  connectionTransitions,
  decideTransition,
} from './connection-transitions.js';

const actions = Object.keys(connectionTransitions) as ConnectionAction[];
const allIsWell = {
  hasValidCertificate: true,
  isTestCurrent: true,
  hasRequiredAttributes: true,
  hasBreakGlass: true,
} satisfies Omit<ConnectionFacts, 'state'>;

/** Rows: what is done. Columns: the state it is done in. `-`: refused because of the state. */
const table: Record<ConnectionAction, Record<ConnectionState, ConnectionState | '-'>> = {
  configure: {
    draft: 'configured',
    configured: 'configured',
    tested: 'configured',
    enabled: '-',
    disabled: 'configured',
    deleted: '-',
  },
  test: { draft: '-', configured: 'tested', tested: 'tested', enabled: '-', disabled: '-', deleted: '-' },
  enable: { draft: '-', configured: '-', tested: 'enabled', enabled: '-', disabled: 'enabled', deleted: '-' },
  disable: { draft: '-', configured: '-', tested: '-', enabled: 'disabled', disabled: '-', deleted: '-' },
  delete: {
    draft: 'deleted',
    configured: 'deleted',
    tested: 'deleted',
    enabled: 'deleted',
    disabled: 'deleted',
    deleted: '-',
  },
};

describe.each(actions)('to %s', action => {
  it.each(connectionStates)('from %s', state => {
    const expected = table[action][state];
    const decision = decideTransition(action, { state, ...allIsWell });
    if (expected === '-') expect(decision).toMatchObject({ refusedBy: 'state', clickPath: expect.any(String) });
    else expect(decision).toEqual({ to: expected });
  });
});

it.each<[ConnectionAction, ConnectionState, keyof typeof allIsWell, ConnectionGuard]>([
  ['configure', 'draft', 'hasValidCertificate', 'certificate_valid'],
  ['test', 'configured', 'isTestCurrent', 'sso_test_current'],
  ['test', 'configured', 'hasRequiredAttributes', 'required_attributes'],
  ['enable', 'tested', 'hasValidCertificate', 'certificate_valid'],
  ['enable', 'disabled', 'isTestCurrent', 'sso_test_current'],
  ['disable', 'enabled', 'hasBreakGlass', 'break_glass'],
  ['delete', 'draft', 'hasBreakGlass', 'break_glass'],
])('%s from %s is refused without %s', (action, state, fact, guard) => {
  expect(decideTransition(action, { state, ...allIsWell, [fact]: false })).toMatchObject({
    refusedBy: guard,
    clickPath: expect.stringContaining('›'),
  });
});

it('tells what to do about the state', () => {
  expect(decideTransition('enable', { state: 'draft', ...allIsWell })).toEqual({
    refusedBy: 'state',
    detail: 'A connection that is draft cannot be asked to enable: it must be tested or disabled.',
    clickPath: 'Connection › Single sign-on › Test sign-in',
  });
});
