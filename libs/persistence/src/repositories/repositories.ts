import type { Executor } from '../executor.js';
import { AccountsRepository } from './accounts.repository.js';
import { DirectoryGroupsRepository } from './directory-groups.repository.js';
import { DirectoryListsRepository } from './directory-lists.repository.js';
import { DirectoryMembershipsRepository } from './directory-memberships.repository.js';
import { DirectorySegmentsRepository } from './directory-segments.repository.js';
import { DirectoryUsersRepository } from './directory-users.repository.js';
import { EnterprisesRepository } from './enterprises.repository.js';
import { ScimTokensRepository } from './scim-tokens.repository.js';
import { UniqueValuesRepository } from './unique-values.repository.js';

/** All repositories on one executor: on the pool, or inside one transaction. */
export class Repositories {
  readonly enterprises: EnterprisesRepository;
  readonly scimTokens: ScimTokensRepository;
  readonly directoryUsers: DirectoryUsersRepository;
  readonly directoryGroups: DirectoryGroupsRepository;
  readonly directoryMemberships: DirectoryMembershipsRepository;
  readonly directorySegments: DirectorySegmentsRepository;
  readonly directoryLists: DirectoryListsRepository;
  readonly uniqueValues: UniqueValuesRepository;
  readonly accounts: AccountsRepository;

  constructor(executor: Executor) {
    this.enterprises = new EnterprisesRepository(executor);
    this.scimTokens = new ScimTokensRepository(executor);
    this.directoryUsers = new DirectoryUsersRepository(executor);
    this.directoryGroups = new DirectoryGroupsRepository(executor);
    this.directoryMemberships = new DirectoryMembershipsRepository(executor);
    this.directorySegments = new DirectorySegmentsRepository(executor);
    this.directoryLists = new DirectoryListsRepository(executor);
    this.uniqueValues = new UniqueValuesRepository(executor);
    this.accounts = new AccountsRepository(executor);
  }
}
