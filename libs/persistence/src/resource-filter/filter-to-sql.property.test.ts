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

/** What some resource has there, as JSON literals, and what begins and ends it. */
function literalsAt([attribute = '', sub]: readonly string[], resources: readonly ScimObject[]): readonly string[] {
  const values = resources.flatMap(resource => [resource[attribute]].flat());
  const texts = values.map(value => (sub === undefined ? value : (value as ScimObject | undefined)?.[sub]));
  const text = texts.find(value => typeof value === 'string' && value.length > 1) as string;
  const half = Math.ceil(text.length / 2);
  const parts = [text, text.slice(0, half), text.slice(half), text.toUpperCase(), `${text}x`, 'https', ''];
  return [...parts.map(part => JSON.stringify(part)), 'null'];
}

const moments = new Set(['meta.created', 'meta.lastModified']);

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

  it.each([
    ...['id', 'externalId', 'userName', 'schemas', 'groups.value', 'groups.display', 'groups.$ref', 'groups.type'].map(
      path => ({ kind: 'users', path }),
    ),
    ...['resourceType', 'location', 'version', 'created', 'lastModified'].map(sub => ({
      kind: 'users',
      path: `meta.${sub}`,
    })),
    ...['id', 'externalId', 'displayName', 'meta.location'].map(path => ({ kind: 'groups', path })),
    ...['value', 'display', '$ref', 'type'].map(sub => ({ kind: 'groups', path: `members.${sub}` })),
  ])('$kind, by each operator on $path, which is not in the document', async ({ kind, path }) => {
    const ofUsers = kind === 'users';
    const [resourceType, resources, scopeOf] = ofUsers
      ? ([userType, wireUsers, userScope] as const)
      : ([groupResourceType, wireGroups, groupScope] as const);
    const [attribute = '', sub] = path.split('.');
    const operators = moments.has(path) ? ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] : allOperators;
    const literals = moments.has(path) ? ['"2026-01-01T00:00:00Z"'] : literalsAt(path.split('.'), resources);
    const conditions = literals.flatMap(literal =>
      (literal === 'null' ? ['eq', 'ne'] : operators).map(operator => `${operator} ${literal}`),
    );
    const filters = [...conditions, 'pr'].flatMap(condition => [
      `${path} ${condition}`,
      `not (${path} ${condition})`,
      ...(isMany(path) ? [`${attribute}[${sub ?? 'value'} ${condition}]`] : []),
    ]);
    for (const text of filters) {
      const filter = resolveFilter(parseFilter(text), resourceType);
      const found = await idsMatching(database, filter, scopeOf(connection));
      expect(found, text).toEqual(idsEvaluated(filter, resources));
    }
  });
});

const allOperators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
const isMany = (path: string) => /^(?:schemas|groups|members)/.test(path);
