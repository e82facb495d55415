import { complexAttribute, referenceAttribute, stringAttribute } from './attribute-builders.js';
import type { Schema } from './schema.js';

/** The enterprise extension of the User schema (RFC 7643 §4.3 and §8.7.1). */
export const enterpriseUserSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: 'What an employer knows about a person.',
  attributes: [
    stringAttribute('employeeNumber', 'The identifier given by the employer.'),
    stringAttribute('costCenter', 'The cost center.'),
    stringAttribute('organization', 'The organization.'),
    stringAttribute('division', 'The division.'),
    stringAttribute('department', 'The department.'),
    complexAttribute('manager', "The person's manager.", [
      stringAttribute('value', "The id of the manager's User.", { caseExact: true }),
      referenceAttribute('$ref', "The URI of the manager's User.", ['User']),
      stringAttribute('displayName', "The manager's name.", { mutability: 'readOnly' }),
    ]),
  ],
};
