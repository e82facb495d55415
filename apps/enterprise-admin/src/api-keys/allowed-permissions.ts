import type { ApiKeyRole } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { type Permission, permissionsOf } from '../http/permissions.js';

/**
 * The permissions that a new key is stored with; null for all of its role's. They are permissions of its role, and its maker has
 * every one of them: a key never makes one that may do more than itself.
 * @throws AdminProblem `invalid_request`, `forbidden`
 */
export function allowedPermissions(
  maker: { readonly permissions: ReadonlySet<Permission> },
  { role, permissions = null }: { readonly role: ApiKeyRole; readonly permissions?: readonly Permission[] | null },
): Permission[] | null {
  const ofRole = permissionsOf(role, null);
  const strange = (permissions ?? []).filter(permission => !ofRole.has(permission));
  if (strange.length > 0) {
    const detail = `A key with the role "${role}" cannot have: ${strange.join(', ')}.`;
    throw AdminProblem.invalidRequest([{ pointer: '/permissions', detail }]);
  }
  const missing = [...(permissions ?? ofRole)].filter(permission => !maker.permissions.has(permission));
  if (missing.length > 0) {
    throw AdminProblem.forbidden(
      `A key cannot make one that may do more than itself. Name "permissions" without: ${missing.join(', ')}.`,
    );
  }
  return permissions && [...permissions];
}
