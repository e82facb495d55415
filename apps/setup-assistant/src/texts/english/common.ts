/** What several pages say. */
export const common = {
  documentTitle: (page: string) => `${page} · Setup assistant`,
  working: 'Working…',
  loading: 'Loading…',
  close: 'Close',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  wasCopied: (label: string) => `${label} was copied.`,
  done: 'done',
  stepOf: (step: number, steps: number) => `Step ${step} of ${steps}`,
  where: 'Where',
  back: 'Back',
  next: 'Next',
  more: 'Show more',
  mayNot: 'Your link does not cover this part. Ask whoever sent it for one that does.',
  save: 'Save',
};

/** What is done at the identity provider. */
export const guide = {
  tick: 'Tick',
  untick: 'Leave unticked:',
  press: 'Press',
  find: 'Copy',
};

/** What is said when something does not work. */
export const errors = {
  again: 'Try again',
  reference: (id: string) => `Reference for support: ${id}`,
  unexpected: 'Something went wrong here',
  unexpectedDetail: 'Nothing was changed. Reload the page and try again.',
  unreachable: 'The service does not answer',
  unreachableDetail: 'Check your network connection. What you have saved is safe.',
  notFound: 'There is no such page',
  notFoundDetail: 'The address may be mistyped, or the page has moved.',
  toOverview: 'To the overview',
};

/** What is around every page. */
export const shell = {
  product: 'Setup assistant',
  skip: 'Skip to content',
  navigation: 'Pages',
  enterprise: 'Enterprise',
  end: 'Leave',
  nav: {
    overview: 'Overview',
    singleSignOn: 'Single sign-on',
    provisioning: 'Provisioning',
    domains: 'Domains',
  },
};

/** What is said to who comes in, and to who cannot. */
export const entry = {
  title: 'Connect your identity provider',
  intro:
    'You were sent a link to set up single sign-on and provisioning. It takes about ten minutes. You need an administrator’s access to your identity provider.',
  steps: [
    'Create an application at your identity provider and exchange a few values with it.',
    'Sign in once to see that it works.',
    'Let it provision people, look at what that would change, and switch it on.',
  ],
  nothingYet: 'Nothing changes for anybody until you enable the connection.',
  begin: 'Begin',
  goOn: 'Go on where you left',
  refusedTitle: 'This link cannot be opened',
  refused: 'It has expired, was opened too often, or was revoked. Ask whoever sent it for a new one.',
  noLinkTitle: 'You need a setup link',
  noLink:
    'Open the link that you were sent, all of it. It ends in a long code after “#”. If you have none, ask your vendor for one.',
  overTitle: 'Your session is over',
  over: 'Everything you have saved is kept. Open the setup link again to go on, or ask for a new one if it has expired.',
  leftTitle: 'You have left',
};
