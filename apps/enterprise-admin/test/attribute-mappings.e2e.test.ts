import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultAttributeMapping } from '#libs/attribute-mapping';
import { installationChain } from '#libs/persistence';
import {
  aCaller,
  anEnterprise,
  auditLog,
  forgetMappings,
  runningAdmin,
  type TestCaller,
  enableConnection,
} from './builders.js';
import { validCertificate } from './certificates.js';

const department = {
  required: true,
  sources: {
    saml: [{ attribute: 'department' }],
    oidc: [{ claim: 'department' }],
    scim: [{ path: { attribute: 'department' } }],
  },
  profiles: {},
};
const withDepartment = { targets: { ...defaultAttributeMapping.targets, department } };
const settings = {
  protocol: 'saml',
  entityId: 'http://www.okta.com/exk1example',
  signOnUrl: 'https://acme.okta.com/app/postern/sso/saml',
  certificates: [validCertificate],
};

let operator: TestCaller;
beforeAll(async () => {
  operator = await aCaller('operator');
});
beforeEach(forgetMappings);
afterAll(forgetMappings);

const publish = (mapping: object, note?: string) => operator.create('/attribute-mappings', { mapping, note });

/** A connection whose sign-in was tested. */
async function aTestedConnection() {
  const enterprise = await anEnterprise();
  const { administrator } = enterprise;
  const { id } = await administrator.create(`${enterprise.path}/connections`, { name: 'Okta', idpProfile: 'okta' });
  const connection = { ...enterprise, connectionId: id, place: `${enterprise.path}/connections/${id}` };
  await administrator.send('put', `${connection.place}/sso-settings`, settings).expect(200);
  await recordTest(connection);
  return connection;
}

type Tested = Pick<Awaited<ReturnType<typeof aTestedConnection>>, 'administrator' | 'place'>;

async function recordTest({ administrator, place }: Tested): Promise<void> {
  const { body } = await administrator.send('get', place).expect(200);
  const { fingerprint } = body.sso;
  const attributes = [{ name: 'department', values: ['Research'] }];
  const test = { fingerprint, nameId: 'ava@example.com', attributes };
  await operator.send('post', `${place}/sso-test-results`, test).expect(200);
}

const mappingOf = async ({ administrator, place }: Tested) =>
  (await administrator.send('get', `${place}/attribute-mapping`).expect(200)).body;
const codesOf = async ({ administrator, place }: Tested): Promise<string[]> => {
  const { body } = await administrator.send('get', `${place}/warnings`).expect(200);
  return body.items.map(({ code }: { code: string }) => code);
};
const stateOf = async ({ administrator, place }: Tested) => (await administrator.send('get', place)).body.state;

const makeToken = ({ administrator, place }: Tested) => administrator.send('post', `${place}/scim-tokens`, {});

describe('a version of the attribute mapping', () => {
  it('is published by the vendor, numbered, listed and audited', async () => {
    const first = await publish(withDepartment, 'Departments are asked for.');
    const second = await publish({ targets: defaultAttributeMapping.targets });
    expect([first['version'], second['version']]).toEqual([1, 2]);
    const { administrator } = await anEnterprise();
    const { body } = await administrator.send('get', '/attribute-mappings').expect(200);
    expect(body).toEqual({ items: [first, second], nextCursor: null });
    expect(first).toMatchObject({ mapping: withDepartment, note: 'Departments are asked for.' });
    const read = await administrator.send('get', `/attribute-mappings/${first.id}`).expect(200);
    expect(read.body).toEqual(first);
    const [event] = (await auditLog(installationChain)).slice(-2);
    expect(event).toMatchObject({
      action: 'attribute_mapping.published',
      target: { type: 'attribute_mapping', id: first.id },
      after: { version: 1, note: 'Departments are asked for.' },
    });
  });

  it('is a 400 with a pointer to each thing that is wrong', async () => {
    const mapping = { targets: { login: { required: false, sources: {} }, email: { sources: { saml: 'email' } } } };
    const { body } = await operator.send('post', '/attribute-mappings', { mapping }).expect(400);
    expect(body.code).toBe('invalid_request');
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/mapping/targets/login/required',
      '/mapping/targets/email/sources/saml',
    ]);
  });

  it('is a 409 when it says the same as the latest, the one that is built in too', async () => {
    const same = { mapping: { targets: defaultAttributeMapping.targets } };
    const { body } = await operator.send('post', '/attribute-mappings', same).expect(409);
    expect(body.code).toBe('attribute_mapping_unchanged');
    await publish(withDepartment);
    await operator.send('post', '/attribute-mappings', { mapping: withDepartment }).expect(409);
  });

  it('gets a number of its own when several are published at once', async () => {
    const named = (name: string) => ({ targets: { ...defaultAttributeMapping.targets, [name]: department } });
    const made = await Promise.all(['a', 'b', 'c'].map(name => publish(named(name))));
    expect(new Set(made.map(({ version }) => version))).toEqual(new Set([1, 2, 3]));
  });

  it('is what new connections begin with', async () => {
    await publish(withDepartment);
    const connection = await aTestedConnection();
    expect(await mappingOf(connection)).toMatchObject({
      acceptedVersion: 1,
      isOutdated: false,
      mapping: withDepartment,
    });
  });
});

describe('a connection with an older attribute mapping', () => {
  it('is warned and cannot be provisioned until its administrator has accepted the new one and tested', async () => {
    const connection = await aTestedConnection();
    const { id, administrator, place } = connection;
    await makeToken(connection).expect(201);

    await publish(withDepartment);
    const outdated = await mappingOf(connection);
    expect(outdated).toMatchObject({
      acceptedVersion: 0,
      latestVersion: 1,
      previousVersion: null,
      pendingVersion: null,
      isOutdated: true,
      isBlocking: true,
      mapping: defaultAttributeMapping,
      changes: [{ text: '"department" is new, and required.', isBlocking: true, instruction: expect.any(String) }],
    });
    expect(await codesOf(connection)).toEqual(['MAPPING_OUTDATED']);
    const blocked = await makeToken(connection).expect(409);
    expect(blocked.body).toMatchObject({
      code: 'provisioning_blocked',
      warnings: [{ code: 'MAPPING_OUTDATED', message: expect.any(String), clickPath: expect.stringContaining('›') }],
    });

    const accepted = await administrator
      .send('post', `${place}/attribute-mapping/accept`, { version: 1 })
      .set('If-Match', `"${outdated.version}"`)
      .expect(200);
    expect(accepted.body).toMatchObject({ acceptedVersion: 1, previousVersion: 0, isOutdated: false, changes: [] });
    expect(await stateOf(connection)).toBe('configured');
    expect(await codesOf(connection)).toEqual(['SSO_TEST_STALE']);

    await recordTest(connection);
    expect(await codesOf(connection)).toEqual([]);
    await makeToken(connection).expect(201);
    expect((await auditLog(id)).slice(-3)).toMatchObject([
      {
        action: 'attribute_mapping.accepted',
        before: { mappingVersion: 0, state: 'tested' },
        after: { mappingVersion: 1, state: 'configured', isPending: false },
      },
      { action: 'connection.tested' },
      { action: 'scim_token.created' },
    ]);
  });

  it('goes back to it, and is a 409 when there is none to go back to', async () => {
    const connection = await aTestedConnection();
    const { id, administrator, place } = connection;
    const refused = await administrator.send('post', `${place}/attribute-mapping/roll-back`).expect(409);
    expect(refused.body.code).toBe('no_previous_attribute_mapping');
    await publish(withDepartment);
    await administrator.send('post', `${place}/attribute-mapping/accept`, { version: 1 }).expect(200);
    const { body } = await administrator.send('post', `${place}/attribute-mapping/roll-back`).expect(200);
    expect(body).toMatchObject({ acceptedVersion: 0, previousVersion: 1, isOutdated: true });
    expect((await auditLog(id)).at(-1)).toMatchObject({ action: 'attribute_mapping.rolled_back' });
  });

  it('accepts the latest alone, in the version of the connection that was meant, and once', async () => {
    const { administrator, place, id } = await aTestedConnection();
    await publish(withDepartment);
    const accept = (version: number) => administrator.send('post', `${place}/attribute-mapping/accept`, { version });
    const { body } = await accept(0).expect(409);
    expect(body.code).toBe('attribute_mapping_outdated');
    await accept(1).set('If-Match', '"99"').expect(412);
    await accept(1).expect(200);
    const events = await auditLog(id);
    await accept(1).expect(200);
    expect(await auditLog(id)).toEqual(events);
  });

  it('gets a pending revision when it is enabled, and goes on with the old one', async () => {
    const connection = await aTestedConnection();
    const { id, administrator, place } = connection;
    expect((await enableConnection(administrator, place)).status).toBe(200);
    await publish(withDepartment);
    const { body } = await administrator.send('post', `${place}/attribute-mapping/accept`, { version: 1 }).expect(200);
    expect(body).toMatchObject({ acceptedVersion: 0, pendingVersion: 1, isOutdated: true });
    expect(await stateOf(connection)).toBe('enabled');
    expect(await codesOf(connection)).toEqual(['MAPPING_OUTDATED']);
    expect((await auditLog(id)).at(-1)).toMatchObject({ after: { mappingVersion: 1, isPending: true } });
  });

  it('is not there for another enterprise', async () => {
    const { place } = await aTestedConnection();
    const { administrator } = await anEnterprise();
    for (const [method, path, body] of [
      ['get', 'warnings'],
      ['get', 'attribute-mapping'],
      ['get', 'attribute-mapping/preview'],
      ['post', 'attribute-mapping/accept', { version: 0 }],
      ['post', 'attribute-mapping/roll-back'],
    ] as const)
      await administrator.send(method, `${place}/${path}`, body).expect(404);
  });
});

describe('the preview of a version', () => {
  /** Ava has a department, Kim has none, and Max is gone; a fourth tested the sign-in. */
  async function withPeople() {
    const connection = await aTestedConnection();
    const db = (await runningAdmin()).database.orm.em.fork();
    for (const [name, state, attributes] of [
      ['ava', 'present', { department: 'Sales', displayName: 'Ava', nickName: 'A' }],
      ['kim', 'present', { displayName: 'Kim' }],
      ['max', 'deleted', {}],
    ] as const) {
      await db.execute(
        `insert into directory_users (enterprise_id, connection_id, id, user_name, user_name_key, active, state, attributes, search, terms)
         values (?, ?, uuidv7(), ?, ?, true, ?, ?, '{}', '')`,
        [connection.id, connection.connectionId, name, name, state, JSON.stringify(attributes)],
      );
    }
    await db.execute(
      `update connections set sso_test = jsonb_set(sso_test, '{person}', ?) where enterprise_id = ? and id = ?`,
      [JSON.stringify({ nameId: 'tess', attributes: [] }), connection.id, connection.connectionId],
    );
    return connection;
  }

  it('tells whose account would change and who would lack something', async () => {
    const { administrator, place } = await withPeople();
    await publish(withDepartment);
    const { body } = await administrator.send('get', `${place}/attribute-mapping/preview`).expect(200);
    const lacking = (triedSources: string[]) => [{ target: 'department', triedSources, already: false }];
    expect(body).toEqual({
      previewedVersion: 1,
      counts: { examined: 3, changed: 1, lacking: 2 },
      items: [
        {
          source: 'sso_test',
          directoryUserId: null,
          userName: null,
          changes: [],
          lacking: lacking([expect.any(String)]),
        },
        {
          source: 'directory_user',
          directoryUserId: expect.any(String),
          userName: 'ava',
          changes: [{ target: 'department', before: [], after: ['Sales'] }],
          lacking: [],
        },
        {
          source: 'directory_user',
          directoryUserId: expect.any(String),
          userName: 'kim',
          changes: [],
          lacking: lacking([expect.stringContaining('department')]),
        },
      ],
      nextCursor: null,
    });
  });

  it('comes in pages, the first of which begins with who tested the sign-in', async () => {
    const { administrator, place } = await withPeople();
    await publish(withDepartment);
    const preview = `${place}/attribute-mapping/preview`;
    const first = await administrator.send('get', `${preview}?limit=1`).expect(200);
    expect(first.body).toMatchObject({ counts: { examined: 2 }, items: [{ source: 'sso_test' }, { userName: 'ava' }] });
    const { nextCursor } = first.body;
    const second = await administrator.send('get', `${preview}?cursor=${encodeURIComponent(nextCursor)}`).expect(200);
    expect(second.body).toMatchObject({ counts: { examined: 1 }, items: [{ userName: 'kim' }], nextCursor: null });
    const other = await administrator.send('get', `${preview}?version=0&cursor=${encodeURIComponent(nextCursor)}`);
    expect(other.body.code).toBe('invalid_cursor');
  });

  it('masks people for support', async () => {
    const { id, place } = await withPeople();
    await publish(withDepartment);
    const support = await aCaller('support', id);
    const { body, text } = await support.send('get', `${place}/attribute-mapping/preview`).expect(200);
    expect(body.items[1]).toMatchObject({
      userName: '•••',
      changes: [{ target: 'department', before: [], after: ['•••'] }],
    });
    expect(text).not.toMatch(/ava|Sales/);
  });

  it('looks at the groups that people are in', async () => {
    const { id, connectionId, administrator, place } = await withPeople();
    const db = (await runningAdmin()).database.orm.em.fork();
    const [group] = await db.execute(
      `insert into directory_groups (enterprise_id, connection_id, id, display_name, display_name_key, attributes, search, terms)
       values (?, ?, uuidv7(), 'Sales', 'sales', '{}', '{}', '') returning id`,
      [id, connectionId],
    );
    await db.execute(
      `insert into directory_memberships (enterprise_id, connection_id, group_id, member_id, member_type)
       select enterprise_id, connection_id, ?, id, 'User' from directory_users where enterprise_id = ? and user_name = 'ava'`,
      [group!.id, id],
    );
    const groups = { ...defaultAttributeMapping.targets['groups'], required: true };
    await publish({ targets: { ...defaultAttributeMapping.targets, groups } });
    const { body } = await administrator.send('get', `${place}/attribute-mapping/preview`).expect(200);
    expect(body.items.map(({ userName }: { userName: string | null }) => userName)).toEqual([null, 'kim']);
  });

  it('is of any version there is', async () => {
    const { administrator, place } = await withPeople();
    const { name, ...others } = defaultAttributeMapping.targets;
    const nickName = { ...name, sources: { ...name?.sources, scim: [{ path: { attribute: 'nickName' } }] } };
    await publish({ targets: { ...others, name: nickName } });
    await publish(withDepartment);
    const { body } = await administrator.send('get', `${place}/attribute-mapping/preview?version=1`).expect(200);
    expect(body.items).toMatchObject([
      { userName: 'ava', changes: [{ target: 'name', before: ['Ava'], after: ['A'] }] },
      { userName: 'kim', changes: [{ target: 'name', before: ['Kim'], after: [] }] },
    ]);
    const absent = await administrator.send('get', `${place}/attribute-mapping/preview?version=7`).expect(400);
    expect(absent.body.errors).toMatchObject([{ parameter: 'version' }]);
  });
});
