import { enterpriseUserSchema } from './enterprise-user-schema.js';
import { groupSchema } from './group-schema.js';
import type { ResourceType } from './schema.js';
import { userSchema } from './user-schema.js';

/** The User resource type; its enterprise extension is not required, whatever the sample of RFC 7643 §8.6 prints. */
export const userResourceType: ResourceType = {
  name: 'User',
  endpoint: '/Users',
  description: 'A person.',
  schema: userSchema,
  schemaExtensions: [{ schema: enterpriseUserSchema, required: false }],
};

/** The Group resource type (RFC 7643 §4.2 and §6). */
export const groupResourceType: ResourceType = {
  name: 'Group',
  endpoint: '/Groups',
  description: 'A group of users and other groups.',
  schema: groupSchema,
  schemaExtensions: [],
};
