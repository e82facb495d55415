import type { IdpProfileId } from './idp-profile.js';

/** What to do about a request that failed. */
export interface FailureAdvice {
  /** One sentence, two at most, to an administrator. */
  readonly advice: string;
  /** Where to click in the identity provider's console, or in the assistant; null when there is nothing to be changed there. */
  readonly clickPath: string | null;
}

/** The places in a console that failures lead to. */
interface Console {
  readonly credential: string;
  readonly baseUrl: string;
  readonly userName: string;
  readonly attributes: string;
  readonly groups: string;
  /** How a person who is known there under an id that is gone is provisioned anew. */
  readonly startAgain: string;
  readonly startAgainAt: string;
}

const oktaApp = 'Okta › Applications › the application';
const entraApp = 'Microsoft Entra ID › Enterprise applications › the application › Provisioning';
const jumpcloudApp = 'JumpCloud › SSO Applications › the application › Identity Management';
const anyApp = 'Identity provider › the application › provisioning';

const consoles: Readonly<Record<IdpProfileId, Console>> = {
  okta: {
    credential: `${oktaApp} › Provisioning › Integration › Edit › Authorization`,
    baseUrl: `${oktaApp} › Provisioning › Integration › Edit › SCIM connector base URL`,
    userName: `${oktaApp} › Sign On › Application username`,
    attributes: `${oktaApp} › Provisioning › To App › Attribute Mappings`,
    groups: `${oktaApp} › Push Groups`,
    startAgain: 'Unassign the person in Okta and assign them again: Okta still uses an id that is gone.',
    startAgainAt: `${oktaApp} › Assignments`,
  },
  'entra-id': {
    credential: `${entraApp} › Admin Credentials › Secret Token`,
    baseUrl: `${entraApp} › Admin Credentials › Tenant URL`,
    userName: `${entraApp} › Mappings › Provision Microsoft Entra ID Users › userName`,
    attributes: `${entraApp} › Mappings › Provision Microsoft Entra ID Users`,
    groups: `${entraApp} › Mappings › Provision Microsoft Entra ID Groups`,
    startAgain: 'Restart provisioning in Entra ID: it still uses an id that is gone, and forgets it then.',
    startAgainAt: `${entraApp} › Overview › Restart provisioning`,
  },
  jumpcloud: {
    credential: `${jumpcloudApp} › Token Key`,
    baseUrl: `${jumpcloudApp} › Base URL`,
    userName: `${jumpcloudApp} › Attribute Mapping › userName`,
    attributes: `${jumpcloudApp} › Attribute Mapping`,
    groups: `${jumpcloudApp} › Enable management of User Groups`,
    startAgain:
      'Take the person’s group off the application in JumpCloud and put it back: it still uses an id that is gone.',
    startAgainAt: 'JumpCloud › SSO Applications › the application › User Groups',
  },
  generic: {
    credential: `${anyApp} › bearer token`,
    baseUrl: `${anyApp} › base URL`,
    userName: `${anyApp} › attribute that fills userName`,
    attributes: `${anyApp} › attributes`,
    groups: `${anyApp} › groups`,
    startAgain: 'Provision the person anew at the identity provider: it still uses an id that is gone.',
    startAgainAt: anyApp,
  },
};

/** What is known of a failure. */
export interface Failure {
  readonly status: number;
  readonly scimType: string | null;
  /** Whether a single user or group was named in the URL. */
  readonly namesResource: boolean;
  readonly isOfGroup: boolean;
}

interface Rule {
  readonly when: (failure: Failure) => boolean;
  readonly do: (console: Console) => FailureAdvice;
}

const at = (place: keyof Console, advice: string) => (console: Console) => ({ advice, clickPath: console[place] });
const nothing = (advice: string) => () => ({ advice, clickPath: null });

/** The first that fits counts. */
const rules: readonly Rule[] = [
  {
    when: ({ status }) => status === 401,
    do: at('credential', 'Enter a SCIM token of this connection that is neither revoked nor expired.'),
  },
  {
    when: ({ status }) => status === 403,
    do: at(
      'credential',
      'Make a token that has the scope, or end the pause of the connection, as the error says; then enter the token.',
    ),
  },
  {
    when: ({ status, namesResource }) => status === 404 && namesResource,
    do: ({ startAgain, startAgainAt }) => ({ advice: startAgain, clickPath: startAgainAt }),
  },
  {
    when: ({ status, scimType }) => status === 404 || status === 405 || scimType === 'invalidVers',
    do: at('baseUrl', 'Enter the SCIM base URL exactly as the assistant shows it.'),
  },
  {
    when: ({ scimType }) => scimType === 'uniqueness',
    do: at(
      'userName',
      'Two people have the same userName, or one is provisioned twice. Fill userName from an attribute that is unique, or let the existing person be matched.',
    ),
  },
  {
    when: ({ status }) => status === 412,
    do: nothing('The resource was changed in between. Nothing has to be changed; the next attempt reads it first.'),
  },
  {
    when: ({ status }) => status === 413,
    do: at('groups', 'Send less in one request: smaller groups, or fewer operations at once.'),
  },
  {
    when: ({ status }) => status === 429,
    do: nothing('Nothing has to be changed: the identity provider sends it again after a while.'),
  },
  {
    when: ({ status }) => status >= 500,
    do: nothing('This is not the identity provider’s fault. It sends the request again; look at the service’s log.'),
  },
  {
    when: ({ status, isOfGroup }) => status === 400 && isOfGroup,
    do: at('groups', 'Provision the members first, then the group; look at what is sent of it.'),
  },
  {
    when: ({ status }) => status >= 400,
    do: at('attributes', 'Correct the mapping of the attribute that the error names.'),
  },
];

/** Gives what to change in an identity provider's console after a failure; undefined when nothing failed. */
export function adviceFor(profile: IdpProfileId, failure: Failure): FailureAdvice | undefined {
  return rules.find(({ when }) => when(failure))?.do(consoles[profile]);
}
