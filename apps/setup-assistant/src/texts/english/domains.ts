/** The domains of the enterprise's e-mail addresses. */
export const domains = {
  title: 'Domains',
  intro: 'People whose e-mail address is of a verified domain are led to this connection when they sign in.',
  about: 'Whose addresses lead to this connection.',
  none: 'No domain yet',
  noneAbout: 'Add the part behind the @ of your people’s e-mail addresses, such as example.com.',
  add: 'Add domain',
  name: 'Domain',
  states: { unverified: 'Not verified', verified: 'Verified', failing: 'Record gone' },
  outcomes: {
    verified: 'The record was found.',
    record_missing: 'The record was not found. It can take an hour until it is seen everywhere.',
    unresolved: 'The DNS did not answer. Try again later.',
  },
  record: 'Make this TXT record where your domain is administrated, and leave it there.',
  recordName: 'Name (some consoles write @)',
  recordValue: 'Value',
  verify: 'Verify',
  action: 'Manage domains',
  count: (verified: number, all: number) => `${verified} of ${all} verified`,
};
