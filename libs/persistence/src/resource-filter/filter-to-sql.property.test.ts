import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  evaluateFilter,
  groupResourceType,
  parseFilter,
  type ResolvedFilter,
  resolveFilter,
  type ScimObject,
} from '#libs/scim-protocol';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';
import type { ConnectionKey } from '../repositories/connection-key.js';
import { filterOn } from './test/arbitraries.js';
import { groupScope, idsMatching, userScope, userType } from './test/directory-fixture.js';
import { ids, insertSample, SEED, wireGroups, wireUsers } from './test/sample-directory.js';

let database: Database;
let connection: ConnectionKey;

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 4 });
  connection = await insertSample(database, 'filter-property');
});
afterAll(() => database.close());

function idsEvaluated(filter: ResolvedFilter, resources: readonly ScimObject[]): string[] {
  return resources
    .filter(resource => evaluateFilter(filter, resource))
    .map(({ id }) => id as string)
    .toSorted();
}

describe('SQL selects exactly the resources that the filter evaluated in memory selects (RFC 7644 §3.4.2.2)', () => {
  it.each([
    ['users', userType, wireUsers, userScope],
    ['groups', groupResourceType, wireGroups, groupScope],
  ])('%s, by any filter on any attribute', async (_, resourceType, resources, scopeOf) => {
    await fc.assert(
      fc.asyncProperty(filterOn(resourceType, ids), async text => {
        const filter = resolveFilter(parseFilter(text), resourceType);
        expect(await idsMatching(database, filter, scopeOf(connection))).toEqual(idsEvaluated(filter, resources));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
