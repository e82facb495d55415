import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { ConnectionId, ConnectionKeyPairId, EnterpriseId } from './ids.js';

/** What a connection needs keys of its own for: to sign its requests, and to open what is encrypted for it. */
export const connectionKeyUses = ['signing', 'encryption'] as const;
export type ConnectionKeyUse = (typeof connectionKeyUses)[number];

/** `next` is published beside `current`, and takes its place; `retired` opens for some days what was encrypted for it. */
export const connectionKeyStates = ['current', 'next', 'retired'] as const;
export type ConnectionKeyState = (typeof connectionKeyStates)[number];

/** A key pair of a connection, with the certificate that its identity provider has of it. */
export const ConnectionKeyPair = defineEntity({
  name: 'ConnectionKeyPair',
  tableName: 'connection_keys',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<ConnectionKeyPairId>().primary(),
    use: p.enum(connectionKeyUses),
    state: p.enum(connectionKeyStates),
    /** PEM */
    certificate: p.text(),
    /** PKCS #8 in PEM, sealed. */
    sealed_private_key: p.text(),
    created_at: createdMoment(),
    activated_at: moment().nullable(),
    retired_at: moment().nullable(),
  },
  uniques: [
    {
      name: 'connection_keys_in_use',
      properties: ['enterprise_id', 'connection_id', 'use', 'state'],
      where: "state <> 'retired'",
    },
  ],
  indexes: [{ name: 'connection_keys_retired', properties: ['retired_at'], where: "state = 'retired'" }],
});
