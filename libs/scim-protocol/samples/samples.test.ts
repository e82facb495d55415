import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  applyPatch,
  groupResourceType,
  parsePatchOp,
  parseResource,
  parseSearchRequest,
  replaceResource,
  type ResourceType,
  schemasOf,
  ScimError,
  strictRfc,
  userResourceType,
} from '../src/index.js';

type Sample = { readonly [name: string]: unknown };

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const folder = new URL('./', import.meta.url);

function read(name: string): Sample {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Sample;
}

function parse(name: string, resourceType: ResourceType): Sample {
  return parseResource(read(name), resourceType, strictRfc);
}

function patched(name: string, start: string, resourceType: ResourceType): Sample {
  return applyPatch(
    parseResource(read(start), resourceType, strictRfc),
    parsePatchOp(read(name)),
    resourceType,
    strictRfc,
  );
}

const WORK = { value: 'grace@example.com', type: 'work', primary: true };
const HOME = { value: 'grace@home.example', type: 'home' };
const HOWARD = { value: '0b6c1e5a', $ref: 'https://scim.example.com/v2/Users/0b6c1e5a', display: 'Howard' };
const SUBGROUP = { value: '77aa01c2', type: 'Group' };

function patchedUser(name: string): Sample {
  return patched(name, 'rfc7644-3.3-create-user', userResourceType);
}

function patchedGroup(name: string): Sample {
  return patched(name, 'rfc7643-8.4-group', groupResourceType);
}

/** What each sample must lead to, by the letter of its section. */
const samples: Readonly<Record<string, (name: string) => void>> = {
  'rfc7643-8.1-minimal-user': name => expect(parse(name, userResourceType)).toEqual({ userName: 'grace@example.com' }),
  'rfc7643-8.3-enterprise-user': name => {
    const user = parseResource(read(name), userResourceType, strictRfc);
    expect(schemasOf(user, userResourceType)).toEqual(read(name)['schemas']);
    expect(user[ENTERPRISE]).toMatchObject({ manager: { value: '0b6c1e5a', $ref: '../Users/0b6c1e5a' } });
  },
  'rfc7643-8.4-group': name => {
    expect(parse(name, groupResourceType)).toEqual({ displayName: 'Compiler writers', members: [HOWARD, SUBGROUP] });
  },
  'rfc7644-3.3-create-user': name => {
    const { schemas: _, id: __, meta: ___, groups: ____, ...expected } = read(name);
    expect(parse(name, userResourceType)).toEqual(expected);
  },
  'rfc7644-3.4.3-search-request': name => {
    expect(parseSearchRequest(read(name), { maxResults: 100, defaultCount: 100 })).toEqual({
      filter: {
        kind: 'comparison',
        operator: 'sw',
        path: { attribute: 'name', subAttribute: 'familyName' },
        value: 'Hop',
      },
      attributes: [{ attribute: 'userName' }, { attribute: 'emails', subAttribute: 'value' }],
      startIndex: 1,
      count: 10,
      sortBy: { attribute: 'userName' },
      sortOrder: 'descending',
    });
  },
  'rfc7644-3.5.1-replace-user': name => {
    const current = parseResource(read('rfc7644-3.3-create-user'), userResourceType, strictRfc);
    expect(replaceResource(current, read(name), userResourceType, strictRfc)).toEqual({
      userName: 'rear.admiral@example.com',
      externalId: 'p-0042',
      name: { givenName: 'Grace' },
    });
  },
  'rfc7644-3.5.2.1-add-members': name => {
    expect(patchedGroup(name)['members']).toEqual([HOWARD, SUBGROUP, { value: '5d0e7f11', display: 'Jean' }]);
  },
  'rfc7644-3.5.2.1-add-without-path': name => {
    expect(patchedUser(name)).toMatchObject({
      nickName: 'Amazing Grace',
      emails: [WORK, HOME, { value: 'grace@navy.example', type: 'other' }],
    });
  },
  'rfc7644-3.5.2.2-remove-one-member': name => expect(patchedGroup(name)['members']).toEqual([SUBGROUP]),
  'rfc7644-3.5.2.2-remove-all-members': name => expect(patchedGroup(name)).toEqual({ displayName: 'Compiler writers' }),
  'rfc7644-3.5.2.2-remove-home-emails-at-example': name => expect(patchedUser(name)['emails']).toEqual([WORK]),
  'rfc7644-3.5.2.3-replace-work-email': name => {
    expect(patchedUser(name)['emails']).toEqual([{ ...WORK, value: 'g.hopper@example.com' }, HOME]);
  },
  'rfc7644-3.5.2.3-replace-members': name => expect(patchedGroup(name)['members']).toEqual([{ value: '5d0e7f11' }]),
  'rfc7644-3.5.2.3-replace-without-path': name => {
    expect(patchedUser(name)).toMatchObject({ active: false, name: { givenName: 'Grace', familyName: 'Murray' } });
  },
  'rfc7644-3.12-error-mutability': name =>
    expect(ScimError.mutability('"id" is read-only.').toJSON()).toEqual(read(name)),
};

test.each(Object.keys(samples))('%s', name => {
  expect.hasAssertions();
  samples[name]?.(name);
});

test('every sample is used', () => {
  const files = readdirSync(folder).filter(file => file.endsWith('.json'));
  expect(files.map(file => file.replace(/\.json$/, '')).toSorted()).toEqual(Object.keys(samples).toSorted());
});
