import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFilter, resolveFilter } from '#libs/scim-protocol';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';
import type { ConnectionKey } from '../repositories/connection-key.js';
import { toSearchDocument } from './search-document.js';
import { toTermQuery } from './term-query.js';
import { texts } from './test/arbitraries.js';
import { badgeSchema, kyselyOf, userScope, userType } from './test/directory-fixture.js';
import { toTerms } from './to-terms.js';

let database: Database;

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 2 });
});
afterAll(() => database.close());

const connection = keyOf('0190a1b2-c3d4-7000-8000-00000000000a');

function keyOf(connectionId: string): ConnectionKey {
  return { enterpriseId: '0190a1b2-c3d4-7000-8000-000000000001', connectionId } as ConnectionKey;
}

/** Terms of a user with these tags, and a title. */
function termsOf(tags: readonly string[], title = 'Engineer'): string {
  const attributes = { title, [badgeSchema.id]: { tags } };
  return toTerms(toSearchDocument(attributes, userType), userType, connection);
}

function queryOf(filter: string, of = connection): string {
  return toTermQuery(resolveFilter(parseFilter(filter), userType), userScope(of))!;
}

const tag = (operator: 'eq' | 'sw', value: string) => `${badgeSchema.id}:tags ${operator} ${JSON.stringify(value)}`;

/** Which of the queries terms match, as PostgreSQL reads both. */
async function matches(terms: string, queries: readonly string[]): Promise<boolean[]> {
  const { rows } = await sql<{ found: boolean }>`
    select ${terms}::tsvector @@ query::tsquery as found
    from unnest(${queries}::text[]) with ordinality as asked (query, place) order by place`.execute(kyselyOf(database));
  return rows.map(({ found }) => found);
}

const text = fc.oneof(
  fc.constantFrom(...texts),
  fc.string({ unit: 'binary', maxLength: 300 }).map(any => any.replaceAll('\0', '')),
);

describe('terms', () => {
  it('are read by PostgreSQL whatever is in a value, and found by eq and by each beginning', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), fc.nat(), async (tags, cut) => {
        const asked = tags.flatMap(value => {
          const characters = Array.from(value);
          const beginning = characters.slice(0, 1 + (cut % (characters.length + 1))).join('');
          return [tag('eq', value), ...(beginning === '' ? [] : [tag('sw', beginning)])];
        });
        expect(
          await matches(
            termsOf(tags),
            asked.map(filter => queryOf(filter)),
          ),
        ).toEqual(asked.map(() => true));
      }),
      { seed: 7644, numRuns: 200 },
    );
  });

  it('tell values, attributes and connections apart', async () => {
    const terms = termsOf(['blue', "o'neill"]);
    const others = [
      tag('eq', 'blu'),
      tag('sw', 'blues'),
      tag('eq', "'o''neill'"),
      'title eq "blue"',
      `${badgeSchema.id}:number eq "blue"`,
      `${tag('eq', 'blue')} and title eq "Boss"`,
    ];
    expect(
      await matches(
        terms,
        others.map(filter => queryOf(filter)),
      ),
    ).toEqual(others.map(() => false));
    const elsewhere = queryOf(tag('eq', 'blue'), keyOf('0190a1b2-c3d4-7000-8000-00000000000b'));
    expect(await matches(terms, [elsewhere, queryOf(tag('eq', 'blue'))])).toEqual([false, true]);
  });

  it('of a resource with too many values, or too long ones, match every query of its connection', async () => {
    const many = Array.from({ length: 250 }, (_, index) => index);
    const entitlements = many.map(index => ({ value: `e${index}`, display: 'x'.repeat(500) }));
    const whole = {
      entitlements,
      roles: entitlements.map((role, index) => ({ ...role, type: `t${index}` })),
      ims: entitlements.map((account, index) => ({ ...account, display: `${index}${'é'.repeat(600)}` })),
      photos: many.map(index => ({ value: `https://example.com/${index}`, display: `${index}`, type: `${index}` })),
      [badgeSchema.id]: { tags: many.map(String), codes: many.map(index => `${index}${'ü'.repeat(5000)}`) },
    };
    const terms = toTerms(toSearchDocument(whole, userType), userType, connection);
    const asked = ['title eq "Boss"', 'ims.value eq "e249"', tag('sw', 'nothing')].map(filter => queryOf(filter));
    expect(await matches(terms, asked)).toEqual([true, true, true]);
    expect(
      await matches(terms, [queryOf('ims.value eq "e249"', keyOf('0190a1b2-c3d4-7000-8000-00000000000b'))]),
    ).toEqual([false]);
  });

  it('never say more than PostgreSQL takes, however many and long the values are', async () => {
    const size = fc.constantFrom(1, 5, 50, 199, 200, 201, 1000);
    const character = fc.constantFrom('x', 'é', '漢', '😀', "'", '\\');
    await fc.assert(
      fc.asyncProperty(fc.nat(2500), size, character, async (count, length, filling) => {
        const tags = Array.from({ length: count }, (_, index) => `${index}${filling.repeat(length)}`);
        const asked = tags.slice(-1).map(last => queryOf(tag('eq', last)));
        expect(await matches(termsOf(tags), asked)).toEqual(asked.map(() => true));
      }),
      { seed: 7644, numRuns: 60 },
    );
  });

  it('ask nothing where a resource without the value may be meant, or all have it', () => {
    const nothing = [
      'title ne "x"',
      'not (title eq "x")',
      'title pr',
      'title sw ""',
      'title co "x"',
      'title eq "x" or title pr',
      'emails.primary eq true',
      'emails[primary eq false]',
      'userName eq "x"',
      'groups eq "x"',
      `schemas eq "${userType.schema.id}"`,
      'schemas sw "urn:"',
    ];
    const asked = nothing.map(filter =>
      toTermQuery(resolveFilter(parseFilter(filter), userType), userScope(connection)),
    );
    expect(asked).toEqual(nothing.map(() => undefined));
  });

  it('a query of two hundred conditions is read', async () => {
    const filters = Array.from({ length: 200 }, (_, index) => tag('eq', `v${index}`));
    const queries = [filters.join(' or '), filters.join(' and ')].map(filter =>
      queryOf(filter.replaceAll(`${badgeSchema.id}:tags`, 'title')),
    );
    expect(await matches(termsOf([], 'V199'), queries)).toEqual([true, false]);
  });
});
