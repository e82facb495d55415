import type { ApiKeyRole } from '#libs/persistence';

/** What a route can need. `installation:` is what concerns no single enterprise. */
export const permissions = [
  'installation:manage',
  'enterprises:read',
  'enterprises:write',
  'organizations:read',
  'organizations:write',
  'connections:read',
  'connections:write',
  'sso-tests:write',
  'provisioning:write',
  'setup-links:read',
  'setup-links:write',
  'scim-tokens:read',
  'scim-tokens:write',
  'api-keys:read',
  'api-keys:write',
  'directory:read',
  'accounts:read',
  'accounts:write',
  'administrators:read',
  'administrators:write',
  'attribute-mappings:read',
  'audit-events:read',
  'audit-events:export',
] as const;

/** One of {@link permissions}. */
export type Permission = (typeof permissions)[number];

/** Only the vendor makes and deletes enterprises, and says that a sign-in test came back. */
const ofOperatorsOnly: readonly Permission[] = ['installation:manage', 'sso-tests:write'];
const toRead = permissions.filter(permission => permission.endsWith(':read'));

const granted: Readonly<Record<ApiKeyRole, readonly Permission[]>> = {
  operator: permissions,
  enterprise_admin: permissions.filter(permission => !ofOperatorsOnly.includes(permission)),
  auditor: [...toRead, 'audit-events:export'],
  support: toRead,
};

/** Whether a role may do what a route does. */
export function isPermitted(role: ApiKeyRole, permission: Permission): boolean {
  return granted[role].includes(permission);
}

/** Whether a role sees names, addresses and logins of people. */
export function seesPersonalData(role: ApiKeyRole): boolean {
  return role !== 'support';
}
