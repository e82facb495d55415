import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseFilter, resolveFilter, userResourceType } from '#libs/scim-protocol';
import { emptyDatabaseUrl } from '../../../../tools/testing/empty-database.js';
import { Database } from '../database.js';
import type { ConnectionId, EnterpriseId } from '../entities/ids.js';

const enterpriseId = '00000000-0000-7000-a000-000000000001' as EnterpriseId;
// Ids of which base64 holds "+" and "/", which terms write differently.
const connections = ['fbefbeff-ffff-7fff-bfff-fffffffffffe', 'fbefbeff-ffff-7fff-bfff-ffffffffffff'] as const;
const userId = '00000000-0000-7000-b000-00000000000';

const insertConnection = `
  insert into connections (enterprise_id, id, name, idp_profile, state, provisioning_mode)
  values (?, ?, 'Test', 'generic', 'enabled', 'users')`;
/** As 0.1.0 stores somebody. */
const insertUser = `
  insert into directory_users (enterprise_id, connection_id, id, user_name, user_name_key, external_id, active, attributes, search)
  values (?, ?, ?, 'Ada', 'ada', null, true,
    '{"title": "Chief Engineer", "emails": [{"value": "Ada@example.com", "type": "work"}]}',
    '{"title": "chief engineer", "emails": [{"value": "ada@example.com", "type": "work"}]}')`;

let database: Database;

beforeAll(async () => {
  const url = await emptyDatabaseUrl();
  const old = await Database.connect({ url, poolSize: 2 });
  await old.orm.migrator.up({ to: 'Migration20261123_initial' });
  const entityManager = old.orm.em.fork();
  await entityManager.execute("insert into enterprises (id, key, name) values (?, 'first', 'First')", [enterpriseId]);
  for (const [index, connectionId] of connections.entries()) {
    await entityManager.execute(insertConnection, [enterpriseId, connectionId]);
    await entityManager.execute(insertUser, [enterpriseId, connectionId, `${userId}${index}`]);
  }
  await old.close();
  await Database.migrate(url);
  database = await Database.connect({ url, poolSize: 2 });
});
afterAll(() => database.close());

it.each([
  ['emails.value eq "ada@example.com"', true],
  ['emails[type eq "work" and value sw "ADA@"]', true],
  ['title sw "chief"', true],
  ['title eq "Chief Engineer" and emails pr', true],
  ['title eq "Chief"', false],
  ['title sw "engineer" or emails.value eq "ada@example"', false],
])(
  'whoever was there before version 0.2 is found by what they have, in their connection alone: %s',
  async (text, isFound) => {
    const query = {
      resourceType: userResourceType,
      baseUrl: 'https://scim.example',
      filter: resolveFilter(parseFilter(text), userResourceType),
      count: 10,
      from: { startIndex: 1 },
    };
    for (const [index, connectionId] of connections.entries()) {
      const key = { enterpriseId, connectionId: connectionId as ConnectionId };
      const { resources } = await database.repositories.directoryLists.users(key, query);
      expect(resources.map(({ id }) => id)).toEqual(isFound ? [`${userId}${index}`] : []);
    }
  },
);
