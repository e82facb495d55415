export { Database } from './database.js';
export { Last } from './run-transaction.js';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start-embedded-postgres.js';
export type { ConnectionState, ProvisioningMode } from './entities/connection.entity.js';
export {
  type ConnectionId,
  type DirectoryGroupId,
  type DirectoryUserId,
  isUuid,
  type ScimTokenId,
} from './entities/ids.js';
export { isUnavailable } from './postgres-error.js';
export { PosternStore } from './postern-store.js';
export type {
  Account,
  AccountChange,
  AccountProfile,
  ConnectionSituation,
  LoginHolder,
} from './repositories/accounts.repository.js';
export type { ConnectionKey } from './repositories/connection-key.js';
export type { DirectoryGroup } from './repositories/directory-group.js';
export type {
  DirectoryListQuery,
  DirectoryPage,
  DirectorySort,
  PageEnd,
} from './repositories/directory-lists.repository.js';
export type { DirectoryMember, NewMember } from './repositories/directory-memberships.repository.js';
export {
  type DirectoryUser,
  newUser,
  toBeWritten,
  TooManyGroups,
  type UserGroup,
} from './repositories/directory-user.js';
export { type NamedIdentity, UserNameTaken } from './repositories/directory-users.repository.js';
export type { NewConnection } from './repositories/enterprises.repository.js';
export type { Repositories } from './repositories/repositories.js';
export type { ScimCredential, ScimTokenUse } from './repositories/scim-tokens.repository.js';
export { ValueTaken } from './repositories/unique-values.repository.js';
