import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment } from './columns.js';
import type { AccountId, EnterpriseId, OrganizationId } from './ids.js';

/** An account in an organization. */
export const OrganizationMembership = defineEntity({
  name: 'OrganizationMembership',
  tableName: 'organization_memberships',
  primaryKeys: ['enterprise_id', 'organization_id', 'account_id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    organization_id: p.uuid().$type<OrganizationId>().primary(),
    account_id: p.uuid().$type<AccountId>().primary(),
    /** Given by hand, or by a directory group that is mapped to the organization. */
    source: p.enum(['local', 'group']).default('local'),
    created_at: createdMoment(),
  },
  indexes: [{ name: 'organization_memberships_of_account', properties: ['enterprise_id', 'account_id'] }],
});
