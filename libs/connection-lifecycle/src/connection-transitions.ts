import type { Warning } from '#libs/connection-health';
import type { ConnectionState } from '#libs/persistence';

/** What administration can do to a connection that may change its state. */
export type ConnectionAction =
  | 'configure'
  | 'pass_test'
  | 'apply_revision'
  | 'fail_test'
  | 'enable'
  | 'disable'
  | 'delete';

/** What decides whether a connection may change its state. */
export interface ConnectionFacts {
  readonly state: ConnectionState;
  /** Whether a certificate of the identity provider is valid now, if it has certificates at all. */
  readonly hasValidCertificate: boolean;
  /** Whether the last sign-in test was made with the settings as they are. */
  readonly isTestCurrent: boolean;
  /** Whether every required attribute arrived in it. */
  readonly hasRequiredAttributes: boolean;
  /** Whether an administrator gets in without single sign-on. */
  readonly hasBreakGlass: boolean;
  /** The warnings that must be mended before the connection is enabled. */
  readonly blockingWarnings: readonly Warning[];
}

/** What must hold before a state can be reached; `state` is the state that it is in now. */
export type ConnectionGuard =
  | 'state'
  | 'certificate_valid'
  | 'sso_test_current'
  | 'required_attributes'
  | 'blocking_warning'
  | 'break_glass';

/** What stands in the way, and where it can be mended. */
export interface Refusal {
  readonly refusedBy: ConnectionGuard;
  readonly detail: string;
  readonly clickPath: string;
}

/** The state that is reached, or what stands in the way. */
export type TransitionDecision = { readonly to: ConnectionState } | Refusal;

interface Transition {
  /** The states it begins in, and where each leads. */
  readonly steps: Partial<Readonly<Record<ConnectionState, ConnectionState>>>;
  readonly guards: readonly Exclude<ConnectionGuard, 'state'>[];
  /** Where to go from the states it does not begin in. */
  readonly clickPath: string;
}

/**
 * The life of a connection: `draft → configured → tested → enabled ⇄ disabled`, and `deleted`. What is configured of an enabled
 * connection is a pending revision, so it stays enabled; and so does a connection that is tested again while it is in use.
 */
export const connectionTransitions: Readonly<Record<ConnectionAction, Transition>> = {
  configure: {
    steps: {
      draft: 'configured',
      configured: 'configured',
      tested: 'configured',
      enabled: 'enabled',
      disabled: 'configured',
    },
    guards: ['certificate_valid'],
    clickPath: 'Connections',
  },
  pass_test: {
    steps: { configured: 'tested', tested: 'tested', enabled: 'enabled', disabled: 'disabled' },
    guards: ['sso_test_current'],
    clickPath: 'Connection › Single sign-on › Settings',
  },
  // As passing a test, of what then signs people in.
  apply_revision: {
    steps: { configured: 'tested', tested: 'tested', enabled: 'enabled', disabled: 'disabled' },
    guards: ['certificate_valid', 'sso_test_current'],
    clickPath: 'Connection › Single sign-on › Settings',
  },
  fail_test: {
    steps: { configured: 'configured', tested: 'configured', enabled: 'enabled', disabled: 'disabled' },
    guards: ['sso_test_current'],
    clickPath: 'Connection › Single sign-on › Settings',
  },
  enable: {
    steps: { tested: 'enabled', disabled: 'enabled' },
    guards: ['certificate_valid', 'sso_test_current', 'required_attributes', 'blocking_warning'],
    clickPath: 'Connection › Single sign-on › Test sign-in',
  },
  disable: { steps: { enabled: 'disabled' }, guards: ['break_glass'], clickPath: 'Connection › Enable' },
  delete: {
    steps: { draft: 'deleted', configured: 'deleted', tested: 'deleted', enabled: 'deleted', disabled: 'deleted' },
    guards: ['break_glass'],
    clickPath: 'Connections',
  },
};

const guards: Readonly<
  Record<
    Exclude<ConnectionGuard, 'state'>,
    { readonly holds: (facts: ConnectionFacts) => boolean; readonly detail: string; readonly clickPath: string }
  >
> = {
  certificate_valid: {
    holds: facts => facts.hasValidCertificate,
    detail:
      'Every certificate of the identity provider has expired, or is not valid yet. Add the one it signs with now.',
    clickPath: 'Connection › Single sign-on › Certificates',
  },
  sso_test_current: {
    holds: facts => facts.isTestCurrent,
    detail: 'No sign-in test came back with the settings as they are now. Test the sign-in again.',
    clickPath: 'Connection › Single sign-on › Test sign-in',
  },
  required_attributes: {
    holds: facts => facts.hasRequiredAttributes,
    detail: 'The identity provider did not send every required attribute. Map the missing ones there and test again.',
    clickPath: 'Connection › Single sign-on › Attributes',
  },
  blocking_warning: {
    holds: facts => facts.blockingWarnings.length === 0,
    detail: 'A warning blocks the connection. Do what it says first.',
    clickPath: 'Connection › Warnings',
  },
  break_glass: {
    holds: facts => facts.hasBreakGlass,
    detail:
      'Nobody could administrate the enterprise without this connection. Make an API key with the role "enterprise_admin" first.',
    clickPath: 'Enterprise › Administrators › API keys › New key',
  },
};

/** Decides whether a connection can change its state so. */
export function decideTransition(action: ConnectionAction, facts: ConnectionFacts): TransitionDecision {
  const { steps, guards: names, clickPath } = connectionTransitions[action];
  const to = steps[facts.state];
  if (!to) {
    const detail = `A connection that is ${facts.state} cannot be asked to ${wordsOf(action)}: it must be ${Object.keys(steps).join(' or ')}.`;
    return { refusedBy: 'state', detail, clickPath };
  }
  for (const name of names) {
    const { holds, detail, clickPath: mend } = guards[name];
    if (!holds(facts)) return { refusedBy: name, detail, clickPath: mend };
  }
  return { to };
}

function wordsOf(action: ConnectionAction): string {
  return action.replace('_', ' a ');
}
