import { defineEntity, p } from '@mikro-orm/core';
import type { AccountId, DirectoryUserId, EnterpriseId, ImpactPreviewId } from './ids.js';

/** What would become of somebody. */
export const impactCategories = [
  'matched',
  'created',
  'deactivated',
  'reactivated',
  'conflicting',
  'not_covered',
] as const;
export type ImpactCategory = (typeof impactCategories)[number];

/** One person in a preview. */
export const ImpactPreviewItem = defineEntity({
  name: 'ImpactPreviewItem',
  tableName: 'impact_preview_items',
  primaryKeys: ['enterprise_id', 'preview_id', 'category', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    preview_id: p.uuid().$type<ImpactPreviewId>().primary(),
    category: p.text().$type<ImpactCategory>().primary(),
    /** Of the directory user, or of the account where there is none. */
    id: p.uuid().primary(),
    directory_user_id: p.uuid().$type<DirectoryUserId>().nullable(),
    account_id: p.uuid().$type<AccountId>().nullable(),
    login: p.text(),
    display_name: p.text().nullable(),
    is_administrator: p.boolean().default(false),
    detail: p.json<Readonly<Record<string, unknown>>>().defaultRaw(`'{}'`),
  },
});
