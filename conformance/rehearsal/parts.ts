/** What is taken of a profile: one of its exchanges, perhaps with others in the places of its people; a story, or one check of it. */
export type Part =
  | string
  | { readonly exchange: string; readonly as: Readonly<Record<string, string>> }
  | { readonly story: string; readonly check?: string };

/** What of a profile is rehearsed. */
export interface Rehearsed {
  readonly profile: string;
  /** Whatever the mode is. */
  readonly users: readonly Part[];
  /** Where groups are provisioned, too. */
  readonly groups: readonly Part[];
}

const bob = { alice: 'bob' };
const inactive = { story: '09-unassign-and-assign-again', check: 'The person is there, and inactive' };
const active = { story: '09-unassign-and-assign-again', check: 'It is the same person, and active' };

/** The life of a person at each identity provider, from the first test to the end, by the IdP profiles of Postern. */
export const rehearsed: Readonly<Record<string, Rehearsed>> = {
  okta: {
    profile: 'okta-custom-app',
    users: [{ story: '01-connect' }, { story: '02-assign-update-deactivate' }],
    groups: [
      { exchange: '04-create-user', as: bob },
      '18-find-group-absent',
      '19-create-group',
      '26-read-group',
      '20-put-group',
      '25-delete-group',
    ],
  },
  'entra-id': {
    profile: 'entra-id-optscim',
    users: [
      '01-probe-users',
      '02-probe-groups',
      '10-match-user-absent',
      '20-create-user',
      '30-read-user',
      '31-update-user',
      '50-disable',
      inactive,
      '51-restore',
      active,
      '50-disable',
      '52-delete-user',
      '30-read-user-deleted',
    ],
    groups: [
      { exchange: '20-create-user', as: bob },
      '60-match-group-absent',
      '61-create-group',
      { exchange: '64-add-member', as: bob },
      '62-read-group',
      '68-delete-group',
    ],
  },
  jumpcloud: {
    profile: 'jumpcloud',
    users: [{ story: '05-bind-change-suspend-return' }, '10-delete-user', '11-read-deleted-user'],
    groups: [{ story: '04-activate-groups' }],
  },
  generic: {
    profile: 'generic',
    users: ['40-sailpoint-service-provider-config', { story: '06-keycloak-user' }],
    groups: [
      { exchange: '04-onelogin-create-user', as: bob },
      '09-onelogin-create-group',
      { exchange: '10-onelogin-add-member', as: bob },
    ],
  },
};
