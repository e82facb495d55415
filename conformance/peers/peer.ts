/** A SCIM server of others, and what it takes to have it here. */
export interface Peer {
  readonly name: string;
  /** Exactly these, from npm. */
  readonly packages: Readonly<Record<string, string>>;
  /** Beside this file; started with the name of a profile, and says `{"baseUrl", "token"}` once it listens. */
  readonly adapter: string;
  /** What whoever reads the verdicts has to know. */
  readonly note: string;
}

/** The servers that the suite is run against, to see that it proves something. */
export const peers: readonly Peer[] = [
  {
    name: 'SCIMMY',
    // Routers 1.3.2 do not see startIndex and count under Express 5, whose query cannot be written to.
    packages: { scimmy: '1.3.5', 'scimmy-routers': '1.3.2', express: '4.22.3' },
    adapter: 'scimmy.ts',
    note:
      'A library: requests, schemas, filters and PATCH are its own; the handler that keeps records in memory is ours (unique ' +
      'names, no member twice, members who exist). Under Express 5 it gives the whole list for every page; it was run on Express 4.',
  },
  {
    name: 'Polis (SAML Jackson)',
    packages: { '@boxyhq/saml-jackson': '26.2.0' },
    adapter: 'jackson.ts',
    note:
      'Its npm library with its memory engine, a directory of the type that its administrator would choose for each identity ' +
      'provider, and pages of up to 1000 in place of 50. It gives `members: []` for every group, whoever is in it: what the ' +
      'suite reads back is then wrong, though the library itself knows the members.',
  },
];
