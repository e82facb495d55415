import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment } from './columns.js';
import type { SigningKeyId } from './ids.js';

/** A key with which the installation signs; its public half is published. */
export const SigningKey = defineEntity({
  name: 'SigningKey',
  tableName: 'signing_keys',
  properties: {
    id: p.uuid().$type<SigningKeyId>().primary(),
    /** What is signed with it. */
    kind: p.text(),
    sealed_private_jwk: p.text(),
    public_jwk: p.json<Readonly<Record<string, unknown>>>(),
    created_at: createdMoment(),
  },
});
