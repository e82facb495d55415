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
  'connections:delete',
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

/** What an API key may do: what its role may, or only those of it that are named. */
export function permissionsOf(role: ApiKeyRole, named: readonly string[] | null): ReadonlySet<Permission> {
  return new Set(granted[role].filter(permission => named === null || named.includes(permission)));
}

/** Whether somebody sees names, addresses and logins of people. */
export function seesPersonalData({ role }: { readonly role: ApiKeyRole | 'setup' }): boolean {
  return role !== 'support';
}
