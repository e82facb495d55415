import { defineEntity, p } from '@mikro-orm/core';
import { moment } from './columns.js';
import type { AccountId, EnterpriseId, OrganizationId, ReceiptId } from './ids.js';

/** A membership that a receipt keeps. */
export const ReceiptMembership = defineEntity({
  name: 'ReceiptMembership',
  tableName: 'receipt_memberships',
  primaryKeys: ['enterprise_id', 'receipt_id', 'organization_id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    receipt_id: p.uuid().$type<ReceiptId>().primary(),
    organization_id: p.uuid().$type<OrganizationId>().primary(),
    account_id: p.uuid().$type<AccountId>(),
    source: p.text(),
    created_at: moment(),
  },
});
