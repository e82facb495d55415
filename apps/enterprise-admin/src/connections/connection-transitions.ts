import type { ConnectionState } from '#libs/persistence';

/** What administration can do to a connection that changes its state. */
export type ConnectionAction = 'configure' | 'test' | 'enable' | 'disable' | 'delete';

/** What decides whether a connection may change its state. */
export interface ConnectionFacts {
  readonly state: ConnectionState;
  /** Whether a certificate of the identity provider is valid now. */
  readonly hasValidCertificate: boolean;
  /** Whether the last sign-in test was made with the settings as they are. */
  readonly isTestCurrent: boolean;
  /** Whether every required attribute arrived in the test that is reported. */
  readonly hasRequiredAttributes: boolean;
  /** Whether an administrator gets in without single sign-on. */
  readonly hasBreakGlass: boolean;
}

/** What must hold before a state can be reached; `state` is the state that it is in now. */
export type ConnectionGuard =
  | 'state'
  | 'certificate_valid'
  | 'sso_test_current'
  | 'required_attributes'
  | 'break_glass';

/** The state that is reached, or what stands in the way and where it can be mended. */
export type TransitionDecision =
  | { readonly to: ConnectionState }
  | { readonly refusedBy: ConnectionGuard; readonly detail: string; readonly clickPath: string };

interface Transition {
  readonly from: readonly ConnectionState[];
  readonly to: ConnectionState;
  readonly guards: readonly Exclude<ConnectionGuard, 'state'>[];
  /** Where to go from the states it does not begin in. */
  readonly clickPath: string;
}

/** The life of a connection: `draft → configured → tested → enabled ⇄ disabled`, and `deleted`. */
export const connectionTransitions: Readonly<Record<ConnectionAction, Transition>> = {
  configure: {
    from: ['draft', 'configured', 'tested', 'disabled'],
    to: 'configured',
    guards: ['certificate_valid'],
    clickPath: 'Connection › Disable',
  },
  test: {
    from: ['configured', 'tested'],
    to: 'tested',
    guards: ['sso_test_current', 'required_attributes'],
    clickPath: 'Connection › Single sign-on › Settings',
  },
  enable: {
    from: ['tested', 'disabled'],
    to: 'enabled',
    guards: ['certificate_valid', 'sso_test_current'],
    clickPath: 'Connection › Single sign-on › Test sign-in',
  },
  disable: { from: ['enabled'], to: 'disabled', guards: ['break_glass'], clickPath: 'Connection › Enable' },
  delete: {
    from: ['draft', 'configured', 'tested', 'enabled', 'disabled'],
    to: 'deleted',
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
  break_glass: {
    holds: facts => facts.hasBreakGlass,
    detail:
      'Nobody could administrate the enterprise without this connection. Make an API key with the role "enterprise_admin" first.',
    clickPath: 'Enterprise › Administrators › API keys › New key',
  },
};

/** Decides whether a connection can change its state so. */
export function decideTransition(action: ConnectionAction, facts: ConnectionFacts): TransitionDecision {
  const { from, to, guards: names, clickPath } = connectionTransitions[action];
  if (!from.includes(facts.state)) {
    const detail = `A connection that is ${facts.state} cannot be asked to ${action}: it must be ${from.join(' or ')}.`;
    return { refusedBy: 'state', detail, clickPath };
  }
  for (const name of names) {
    const { holds, detail, clickPath: mend } = guards[name];
    if (!holds(facts)) return { refusedBy: name, detail, clickPath: mend };
  }
  return { to };
}
