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
  blockingWarnings: [],
} satisfies Omit<ConnectionFacts, 'state'>;
const warning = {
  code: 'LOGIN_MISMATCH',
  severity: 'blocking',
  since: null,
  message: 'They disagree.',
  evidence: {},
  clickPath: 'A › B',
} as const;

/** Rows: what is done. Columns: the state it is done in. `-`: refused because of the state. */
const table: Record<ConnectionAction, Record<ConnectionState, ConnectionState | '-'>> = {
  configure: {
    draft: 'configured',
    configured: 'configured',
    tested: 'configured',
    enabled: 'enabled',
    disabled: 'configured',
    deleted: '-',
  },
  pass_test: {
    draft: '-',
    configured: 'tested',
    tested: 'tested',
    enabled: 'enabled',
    disabled: 'disabled',
    deleted: '-',
  },
  apply_revision: {
    draft: '-',
    configured: 'tested',
    tested: 'tested',
    enabled: 'enabled',
    disabled: 'disabled',
    deleted: '-',
  },
  fail_test: {
    draft: '-',
    configured: 'configured',
    tested: 'configured',
    enabled: 'enabled',
    disabled: 'disabled',
    deleted: '-',
  },
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

it.each<[ConnectionAction, ConnectionState, Partial<ConnectionFacts>, ConnectionGuard]>([
  ['configure', 'draft', { hasValidCertificate: false }, 'certificate_valid'],
  ['configure', 'enabled', { hasValidCertificate: false }, 'certificate_valid'],
  ['pass_test', 'configured', { isTestCurrent: false }, 'sso_test_current'],
  ['apply_revision', 'enabled', { hasValidCertificate: false }, 'certificate_valid'],
  ['apply_revision', 'enabled', { isTestCurrent: false }, 'sso_test_current'],
  ['fail_test', 'enabled', { isTestCurrent: false }, 'sso_test_current'],
  ['enable', 'tested', { hasValidCertificate: false }, 'certificate_valid'],
  ['enable', 'disabled', { isTestCurrent: false }, 'sso_test_current'],
  ['enable', 'disabled', { hasRequiredAttributes: false }, 'required_attributes'],
  ['enable', 'tested', { blockingWarnings: [warning] }, 'blocking_warning'],
  ['disable', 'enabled', { hasBreakGlass: false }, 'break_glass'],
  ['delete', 'draft', { hasBreakGlass: false }, 'break_glass'],
])('%s from %s is refused with %j by %s', (action, state, facts, guard) => {
  expect(decideTransition(action, { state, ...allIsWell, ...facts })).toMatchObject({
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
  expect(decideTransition('pass_test', { state: 'draft', ...allIsWell })).toMatchObject({
    detail:
      'A connection that is draft cannot be asked to pass a test: it must be configured or tested or enabled or disabled.',
  });
});
