/** Provisioning, step by step. */
export const provisioning = {
  title: 'Provisioning',
  intro: (idp: string) => `Let ${idp} create, update and deactivate people here.`,
  steps: 'Steps of provisioning',
  blocked: 'Provisioning cannot be set up yet',
  blockedAbout: 'Single sign-on comes first: the people who are provisioned must be those who sign in.',
  early: 'Set up single sign-on first',
  earlyAction: 'Set up single sign-on',
  token: {
    title: 'Generate a token',
    about: 'Your identity provider calls us with it. You enter it in the next step.',
    mode: 'Mode',
    modes: {
      deprovision_only: 'People lose access here when they do at your identity provider. Nobody is created.',
      users: 'People are created, updated and deactivated as your identity provider says.',
      users_and_groups: 'People and groups are kept as your identity provider says.',
    },
    generate: 'Generate token',
    replace: 'Replace it without a gap',
    label: 'Token',
    once: 'It is shown this once. Copy it now, or keep this page open until you have entered it.',
    expires: (date: string) => `Ends on ${date}. You are warned before.`,
    existing: (prefix: string) => `There is a token, which begins with ${prefix}`,
    existingAbout:
      'It was shown when it was made. If you no longer have it, replace it: the old one is accepted until the new one is used.',
    hidden: 'The token was shown when it was made.',
    toToken: 'To the token',
  },
  listen: {
    title: 'See what arrives',
    about: 'While you work at your identity provider, its requests show up here.',
    nothing: 'Nothing has arrived yet',
    nothingAbout: 'Press the test of your identity provider. What it sends shows up within seconds.',
    caption: 'The last requests',
    columns: ['Answer', 'What', 'When'],
    test: 'It did not exercise create, update or deactivate.',
    notAllowed: 'Your link does not show requests.',
  },
  done: {
    title: 'Done',
    heading: 'Provisioning is set up',
    about:
      'What arrives is kept and changes nobody’s access until you enable the connection. The overview shows what that would do.',
    action: 'To the overview',
  },
};

/** The dialog before a connection is enabled. */
export const enabling = {
  action: 'Enable connection',
  title: 'Enable this connection',
  examining: (examined: number, total: number) => `Looking at what would change: ${examined} of ${total} people`,
  about: 'This is what happens to accounts when you proceed. Nothing has been changed so far.',
  nobody: 'Nobody’s account changes.',
  counts: {
    matched: 'Matched',
    created: 'Created',
    deactivated: 'Lose access',
    reactivated: 'Get access back',
    conflicting: 'In conflict',
    not_covered: 'Not in the directory',
  },
  administrators: (count: number) =>
    count === 1 ? 'One administrator is affected' : `${count} administrators are affected`,
  administratorsAbout: 'Make sure that somebody can still administrate before you proceed.',
  seats: (taken: number, freed: number) => `Seats: ${taken} taken, ${freed} freed.`,
  list: 'Who',
  people: (category: string) => `People: ${category}`,
  columns: ['Person', 'Login'],
  none: 'Nobody.',
  administrator: 'Administrator',
  proceed: 'Proceed',
  again: 'Look again',
  stale: 'People have changed meanwhile. Look again before you proceed.',
  failed: 'It could not be looked at.',
};
