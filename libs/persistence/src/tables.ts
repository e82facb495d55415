import type { InferKyselyDB } from '@mikro-orm/postgresql';
import type { Kysely, Selectable } from 'kysely';
import { Account } from './entities/account.entity.js';
import { ApiKey } from './entities/api-key.entity.js';
import { Connection } from './entities/connection.entity.js';
import { DirectoryUser } from './entities/directory-user.entity.js';
import { Enterprise } from './entities/enterprise.entity.js';
import { Organization } from './entities/organization.entity.js';
import { ScimToken } from './entities/scim-token.entity.js';

/** Every entity; the tables' shape is declared there and nowhere else. */
export const entities = [Enterprise, Organization, Connection, ScimToken, ApiKey, DirectoryUser, Account] as const;

/** The tables as Kysely types them. */
export type Tables = InferKyselyDB<(typeof entities)[number]>;

/** Where a statement runs: the pool, or the transaction under way. */
export type Executor = Kysely<Tables>;

/** A row as it is read. */
export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>;
