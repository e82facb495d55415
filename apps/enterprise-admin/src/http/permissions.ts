import type { ApiKeyRole, SetupFeature } from '#libs/persistence';

/** What a route can need. `installation:` is what concerns no single enterprise. */
export const permissions = [
  'installation:manage',
  'enterprises:read',
  'enterprises:write',
  'organizations:read',
  'organizations:write',
  'connections:read',
  'connections:write',
  'connections:disable',
  'connections:delete',
  'sso-tests:write',
  'sign-ins:read',
  'provisioning:write',
  'domains:read',
  'domains:write',
  'setup-links:read',
  'setup-links:write',
  'scim-tokens:read',
  'scim-tokens:write',
  'api-keys:read',
  'api-keys:write',
  'directory:read',
  'directory:write',
  'requests:read',
  'accounts:read',
  'accounts:write',
  'deprovisioning-settings:read',
  'deprovisioning-settings:write',
  'holds:read',
  'holds:write',
  'administrators:read',
  'administrators:write',
  'attribute-mappings:read',
  'events:read',
  'webhooks:read',
  'webhooks:write',
  'vendor-applications:read',
  'vendor-applications:write',
  'audit-events:read',
  'audit-events:export',
] as const;

/** One of {@link permissions}. */
export type Permission = (typeof permissions)[number];

/** What a route declares: a permission, that the request comes in a setup session whatever it may do, or that anybody may. */
export type Need = Permission | 'setup-session' | 'nothing';

/** Only the vendor makes and deletes enterprises, says that a sign-in test came back, is told of what happens in all of them, and has applications. */
const ofOperatorsOnly: readonly Permission[] = [
  'installation:manage',
  'sso-tests:write',
  'webhooks:read',
  'webhooks:write',
  'vendor-applications:read',
  'vendor-applications:write',
];
const ofEnterprises = permissions.filter(permission => !ofOperatorsOnly.includes(permission));
const toRead = ofEnterprises.filter(permission => permission.endsWith(':read'));

const granted: Readonly<Record<ApiKeyRole, readonly Permission[]>> = {
  operator: permissions,
  enterprise_admin: ofEnterprises,
  auditor: [...toRead, 'audit-events:export'],
  support: toRead,
};

/** What an API key may do: what its role may, or only those of it that are named. */
export function permissionsOf(role: ApiKeyRole, named: readonly string[] | null): ReadonlySet<Permission> {
  return new Set(granted[role].filter(permission => named === null || named.includes(permission)));
}

/**
 * What somebody may do who opened a setup link, of its one connection, for each of its features. Whatever they are, it is shown.
 * None takes a connection that people use out of use: it is made to be set up, and the link may be in wrong hands.
 */
const grantedInSetup: Readonly<Record<SetupFeature, readonly Permission[]>> = {
  sso: ['connections:read', 'attribute-mappings:read', 'connections:write', 'sign-ins:read'],
  provisioning: [
    'connections:read',
    'attribute-mappings:read',
    'provisioning:write',
    'scim-tokens:read',
    'scim-tokens:write',
    'directory:read',
    'requests:read',
    'accounts:read',
  ],
  domains: ['connections:read', 'attribute-mappings:read', 'domains:read', 'domains:write'],
};

/** What somebody may do who opened a setup link with these features. */
export function setupPermissionsOf(features: readonly SetupFeature[]): ReadonlySet<Permission> {
  return new Set(features.flatMap(feature => grantedInSetup[feature]));
}

/** Whether somebody sees names, addresses and logins of people. */
export function seesPersonalData({ role }: { readonly role: ApiKeyRole | 'setup' }): boolean {
  return role !== 'support';
}
