import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, keyText } from './columns.js';

/** A key that has sealed secrets of this database: not the key, only something that nothing else opens. */
export const SecretsKey = defineEntity({
  name: 'SecretsKey',
  tableName: 'secrets_keys',
  properties: {
    /** What sealed texts call it. */
    id: keyText().primary(),
    /** Sealed with it. */
    canary: p.text(),
    created_at: createdMoment(),
  },
});
