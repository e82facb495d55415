import type { ImpactPreviewItemRow } from '#libs/persistence';
import type { AdminPrincipal } from '../http/caller.js';
import { masked } from '../http/masked.js';
import type { ImpactPreviewItem } from './impact-preview.dto.js';

/** Somebody in a preview as the caller may see them. */
export function toImpactPreviewItem(row: ImpactPreviewItemRow, principal: AdminPrincipal): ImpactPreviewItem {
  const { reason, links, after } = row.detail;
  return {
    category: row.category,
    directoryUserId: row.directory_user_id ?? null,
    accountId: row.account_id ?? null,
    login: masked(principal, row.login),
    displayName: masked(principal, row.display_name ?? null),
    isAdministrator: row.is_administrator,
    reason: typeof reason === 'string' ? reason : null,
    isLinked: links === true,
    changes: Object.keys((after as object | undefined) ?? {}),
  };
}
