import type { LoggedEffect } from './logged-request.js';

/** What a request did to an account, and the rule that decided. */
export interface ExplainedEffect {
  readonly sentence: string;
  readonly rule: string;
}

const NOT_ENABLED = 'Directory changes reach accounts only while the connection is enabled.';

/** By what the service gives as its reason. */
const nothings: Readonly<Record<string, ExplainedEffect>> = {
  'connection is not enabled': {
    sentence: 'It is kept in the directory; no account changed, because the connection is not enabled.',
    rule: NOT_ENABLED,
  },
  'connection is paused': {
    sentence: 'It is kept in the directory; no account changed, because provisioning is paused.',
    rule: 'While a connection is paused what the identity provider sends is staged.',
  },
  'nobody to act on': {
    sentence: 'No account changed: the person has none that this may act on.',
    rule: 'Accounts are made only in the modes "users" and "users_and_groups", and only for people who are active.',
  },
  'nothing that an account shows': {
    sentence: 'No account changed: an account does not show what was changed.',
    rule: 'An account shows login, e-mail address, name, and whether the person has access.',
  },
  'nothing changed': {
    sentence: 'Nothing changed: the directory had it so already.',
    rule: 'What changes nothing leaves the version as it is (RFC 7644 §3.5.2.1).',
  },
  'login belongs to another directory user': {
    sentence: 'No account changed: the account with this login belongs to another person of the directory.',
    rule: 'An account is linked to one directory user at most.',
  },
};

/** Says what an effect is, in a sentence to an administrator; undefined where the request concerned no account. */
export function explainEffect(effect: LoggedEffect | undefined): ExplainedEffect | undefined {
  if (!effect) return undefined;
  switch (effect.kind) {
    case 'none':
      return nothings[effect.because ?? ''] ?? { sentence: 'No account changed.', rule: effect.because ?? '' };
    case 'create':
      return {
        sentence: `An account was made.${freed(effect)}`,
        rule: 'In the modes "users" and "users_and_groups" an active person of the directory gets an account.',
      };
    case 'release':
      return {
        sentence: 'No account was made; the login no longer belongs to the person who had it before.',
        rule: 'Another externalId with the same userName is another person.',
      };
    case 'change':
      return explainChange(effect);
  }
}

function explainChange(effect: LoggedEffect): ExplainedEffect {
  const link = effect.links ? ' It was linked to this directory user.' : '';
  if (effect.state === 'suspended') {
    return {
      sentence: `The account was suspended; its sessions and personal access tokens ended, its memberships are kept in a receipt.${link}`,
      rule: 'In every mode whoever is inactive or deleted in the directory loses access in the same transaction.',
    };
  }
  if (effect.state === 'active') {
    return {
      sentence: `The account got its access back, and what was kept for it.${link}`,
      rule: 'The directory gives back only what the directory took.',
    };
  }
  if (effect.updates === 'profile') {
    return {
      sentence: `The account was brought up to date.${link}`,
      rule: 'In the modes "users" and "users_and_groups" login, e-mail address and name follow the directory.',
    };
  }
  if (effect.updates === 'login') {
    return {
      sentence: `The account got its login back.${link}`,
      rule: 'An account whose login went to somebody else needs one again, whatever the mode.',
    };
  }
  return {
    sentence: effect.links ? `The account was left as it is.${link}` : 'The account was left as it is.',
    rule: 'In the mode "deprovision_only" the directory only takes access away and gives it back.',
  };
}

function freed({ freesLoginOf }: LoggedEffect): string {
  return freesLoginOf === undefined ? '' : ' Another person’s account, suspended before, gave up the login.';
}
