import { complexAttribute, referenceAttribute, stringAttribute } from './attribute-builders.js';
import type { Schema } from './schema.js';

/**
 * The core Group schema (RFC 7643 §4.2 and §8.7.1).
 *
 * `displayName` is required, as the text says and the sample forgets; a member has `display`, as the samples use it.
 */
export const groupSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'A group of users and other groups.',
  attributes: [
    stringAttribute('displayName', 'The name of the group; several groups may share it.', { required: true }),
    complexAttribute(
      'members',
      'The members of the group.',
      [
        stringAttribute('value', 'The id of the member.', { caseExact: true, required: true, mutability: 'immutable' }),
        referenceAttribute('$ref', 'The URI of the member.', ['User', 'Group'], { mutability: 'immutable' }),
        stringAttribute('display', 'The name of the member.', { mutability: 'immutable' }),
        stringAttribute('type', 'What the member is.', {
          canonicalValues: ['User', 'Group'],
          mutability: 'immutable',
        }),
      ],
      { multiValued: true },
    ),
  ],
};
