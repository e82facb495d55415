import type { Executor } from '../tables.js';
import { AccountsRepository } from './accounts.repository.js';
import { DirectoryUsersRepository } from './directory-users.repository.js';
import { EnterprisesRepository } from './enterprises.repository.js';
import { ScimTokensRepository } from './scim-tokens.repository.js';

/** All repositories on one executor: on the pool, or inside one transaction. */
export class Repositories {
  readonly enterprises: EnterprisesRepository;
  readonly scimTokens: ScimTokensRepository;
  readonly directoryUsers: DirectoryUsersRepository;
  readonly accounts: AccountsRepository;

  constructor(executor: Executor) {
    this.enterprises = new EnterprisesRepository(executor);
    this.scimTokens = new ScimTokensRepository(executor);
    this.directoryUsers = new DirectoryUsersRepository(executor);
    this.accounts = new AccountsRepository(executor);
  }
}
