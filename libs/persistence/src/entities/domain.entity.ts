import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, keyText, moment } from './columns.js';
import type { ConnectionId, DomainId, EnterpriseId } from './ids.js';

/** Whether people of a domain may, or must, sign in by its connection; `off`: nobody is led there. */
export const domainPolicies = ['off', 'optional', 'required'] as const;
export type DomainPolicy = (typeof domainPolicies)[number];

/** What the DNS said last of a domain. */
export const domainOutcomes = ['verified', 'record_missing', 'unresolved'] as const;
export type DomainOutcome = (typeof domainOutcomes)[number];

/** A domain of e-mail addresses that belongs to a connection, once the DNS says so. */
export const Domain = defineEntity({
  name: 'Domain',
  tableName: 'domains',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<DomainId>().primary(),
    /** In lower case and ASCII. */
    name: keyText(),
    /** What its TXT record has to say; everybody may read it there. */
    token: p.text(),
    policy: p.enum(domainPolicies).default('optional'),
    verified_at: moment().nullable(),
    /** Since when the record of one that was verified is gone. */
    failing_since: moment().nullable(),
    checked_at: moment().nullable(),
    outcome: p.enum(domainOutcomes).nullable(),
    version: p.integer().default(1),
    created_at: createdMoment(),
    last_modified: createdMoment(),
  },
  uniques: [{ name: 'domains_name', properties: ['enterprise_id', 'name'] }],
  indexes: [
    { name: 'domains_checked', properties: ['checked_at'] },
    // A domain is that of one connection, whosever it is.
    {
      name: 'domains_verified_once',
      expression: 'create unique index domains_verified_once on domains (name) where verified_at is not null',
    },
  ],
});
