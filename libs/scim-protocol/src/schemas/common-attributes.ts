import { complexAttribute, dateTimeAttribute, referenceAttribute, stringAttribute } from './attribute-builders.js';
import type { Attribute } from './schema.js';

/** The attributes every resource has though no schema lists them (RFC 7643 §3 and §3.1). */
export const COMMON_ATTRIBUTES: readonly Attribute[] = [
  referenceAttribute('schemas', 'The URNs of the schemas the resource uses.', ['uri'], {
    multiValued: true,
    required: true,
    returned: 'always',
  }),
  stringAttribute('id', 'The identifier given by the service provider.', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  stringAttribute('externalId', 'The identifier given by the provisioning client.', { caseExact: true }),
  complexAttribute(
    'meta',
    'What the service provider knows about the resource.',
    [
      stringAttribute('resourceType', 'The name of the resource type.', { caseExact: true, mutability: 'readOnly' }),
      dateTimeAttribute('created', 'When the resource was added.', { mutability: 'readOnly' }),
      dateTimeAttribute('lastModified', 'When the resource last changed.', { mutability: 'readOnly' }),
      referenceAttribute('location', 'The URI of the resource.', ['uri'], { mutability: 'readOnly' }),
      stringAttribute('version', 'The entity tag of the resource.', { caseExact: true, mutability: 'readOnly' }),
    ],
    { mutability: 'readOnly' },
  ),
];
