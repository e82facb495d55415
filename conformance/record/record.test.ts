import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../runner/profile/exchange.ts';
import { loadProfile } from '../runner/profile/load-profile.ts';
import { findLeaks } from './find-leaks.ts';
import { NoHar, readHar } from './har.ts';
import { readOptions } from './options.ts';
import { RecordingProxy } from './recording-proxy.ts';
import { toExchanges } from './to-exchanges.ts';
import { CannotWrite, writeRecording } from './write-recording.ts';

const ANN = '7f3b2c10-9d4e-4f5a-8b6c-1a2b3c4d5e6f';
const BEN = '11112222-3333-4444-5555-666677778888';
const TEAM = 'c0ffee00-1234-5678-9abc-def012345678';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUSTOM = 'urn:ietf:params:scim:schemas:extension:wolkenbruch:2.0:User';

// Made up, but everything that a person could be known by.
const personal = [
  'anneliese.quast@wolkenbruch.example.com',
  'Anneliese',
  'Quast',
  'Anneliese Quast',
  'aquast@home.example.com',
  'Liesl',
  'benno.zausel@wolkenbruch.example.com',
  'Benno',
  'Zausel',
  '00uQuast4711',
  '00uZausel4712',
  'Wolkenbruch',
  'wolkenbruch',
  'Chief Rainmaker',
  'Cloud Bursting',
  '+49 30 1234567',
  'Regenweg 12',
  'Nebelstadt',
  '10999',
  'W-98765',
  'Dr.',
  'Team Gewitter',
  'Team Hagel',
  'shoeSize',
  '44123',
  'favouriteCloud',
  'Cumulus',
  's3cr3t-token-value',
  'session=abcdefgh',
  'Hunter2!Hunter2!',
  'tenant-4711-id',
  'Nobody of that name',
  ANN,
  BEN,
  TEAM,
];

const ann = {
  schemas: [USER, ENTERPRISE, CUSTOM],
  externalId: '00uQuast4711',
  userName: 'anneliese.quast@wolkenbruch.example.com',
  name: { givenName: 'Anneliese', familyName: 'Quast', formatted: 'Anneliese Quast', honorificPrefix: 'Dr.' },
  nickName: 'Liesl',
  displayName: 'Anneliese Quast',
  title: 'Chief Rainmaker',
  emails: [
    { value: 'anneliese.quast@wolkenbruch.example.com', type: 'work', primary: true },
    { value: 'aquast@home.example.com', type: 'home' },
  ],
  phoneNumbers: [{ value: '+49 30 1234567', type: 'work' }],
  addresses: [
    { streetAddress: 'Regenweg 12', locality: 'Nebelstadt', postalCode: '10999', country: 'DE', type: 'work' },
  ],
  active: true,
  password: 'Hunter2!Hunter2!',
  [ENTERPRISE]: {
    employeeNumber: 'W-98765',
    department: 'Cloud Bursting',
    organization: 'Wolkenbruch',
    manager: { value: BEN },
  },
  [CUSTOM]: { shoeSize: 44123, favouriteCloud: 'Cumulus' },
};
const meta = {
  resourceType: 'User',
  created: '2026-03-04T05:06:07Z',
  lastModified: '2026-03-04T05:06:07.890Z',
  location: `https://scim.wolkenbruch.example.com/tenant-4711-id/scim/v2/Users/${ANN}`,
};
const list = (resources: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: resources.length,
  startIndex: 1,
  itemsPerPage: resources.length,
  Resources: resources,
});
const error = (status: number, detail: string) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: String(status),
  detail,
});
const patch = (...Operations: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});

function entry(method: string, path: string, body: object | string | undefined, status: number, answer?: object) {
  return {
    request: {
      method,
      url: `https://scim.wolkenbruch.example.com/tenant-4711-id/scim/v2${path}`,
      headers: [
        { name: ':authority', value: 'scim.wolkenbruch.example.com' },
        { name: 'authorization', value: 'Bearer s3cr3t-token-value' },
        { name: 'cookie', value: 'session=abcdefgh' },
        { name: 'x-wolkenbruch-tenant', value: 'tenant-4711-id' },
        { name: 'accept', value: 'application/scim+json' },
        { name: 'user-agent', value: 'Okta SCIM Client 1.0.0' },
        ...(body === undefined ? [] : [{ name: 'content-type', value: 'application/scim+json; charset=utf-8' }]),
      ],
      ...(body !== undefined && { postData: { text: typeof body === 'string' ? body : JSON.stringify(body) } }),
    },
    response: {
      status,
      headers: [
        { name: 'content-type', value: 'application/scim+json' },
        ...(status === 201 ? [{ name: 'location', value: meta.location }] : []),
      ],
      content:
        answer === undefined
          ? {}
          : { text: Buffer.from(JSON.stringify(answer)).toString('base64'), encoding: 'base64' },
    },
  };
}

const created = { ...ann, id: ANN, meta, password: undefined };
const har = JSON.stringify({
  log: {
    entries: [
      entry('GET', '/ServiceProviderConfig', undefined, 200, {
        documentationUri: 'https://wolkenbruch.example.com/help',
      }),
      entry(
        'GET',
        '/Users?filter=userName+eq+%22anneliese.quast%40wolkenbruch.example.com%22&count=2',
        undefined,
        200,
        list([]),
      ),
      entry('POST', '/Users', ann, 201, created),
      entry('POST', '/Users', ann, 409, error(409, 'Anneliese Quast is there already')),
      entry('GET', `/Users/${ANN}?attributes=userName,favouriteCloud`, undefined, 200, created),
      entry(
        'GET',
        `/Users?filter=${encodeURIComponent('emails[value eq "aquast@home.example.com"]')}&tenant=tenant-4711-id`,
        undefined,
        200,
        list([created]),
      ),
      entry(
        'PATCH',
        `/Users/${ANN}`,
        patch({ op: 'Replace', path: 'userName', value: 'a.q@wolkenbruch.example.com' }),
        200,
        { ...created, userName: 'a.q@wolkenbruch.example.com' },
      ),
      entry(
        'PATCH',
        `/Users/${ANN}`,
        patch(
          { op: 'Add', path: `${CUSTOM}:favouriteCloud`, value: 'Cumulus' },
          { op: 'Replace', path: 'emails[type eq "work"].value', value: 'aquast@home.example.com' },
        ),
        204,
      ),
      entry('GET', `/Users/${BEN}`, undefined, 200, {
        schemas: [USER],
        id: BEN,
        userName: 'benno.zausel@wolkenbruch.example.com',
        externalId: '00uZausel4712',
        name: { givenName: 'Benno', familyName: 'Zausel' },
        active: false,
      }),
      entry('GET', '/Groups?filter=displayName%20eq%20%22Team%20Gewitter%22', undefined, 200, list([])),
      entry(
        'POST',
        '/Groups',
        { schemas: [], displayName: 'Team Gewitter', members: [{ value: ANN, display: 'Anneliese Quast' }] },
        201,
        { id: TEAM, displayName: 'Team Gewitter', members: [{ value: ANN }] },
      ),
      entry('PATCH', `/Groups/${TEAM}`, patch({ op: 'replace', value: { id: TEAM, displayName: 'Team Hagel' } }), 204),
      entry('PATCH', `/Groups/${TEAM}`, patch({ op: 'remove', path: `members[value eq "${BEN}"]` }), 204),
      entry('GET', '/Users?startIndex=1&count=100', undefined, 200, list([created])),
      entry('GET', '/Users?startIndex=1&count=100', undefined, 200, list([created, created])),
      entry('GET', `/Users/${ANN}`, undefined, 404, error(404, 'Nobody of that name')),
      entry('GET', '/Users', undefined, 401, error(401, 'Token s3cr3t-token-value is not known')),
      entry('POST', '/Users', 'not JSON about Anneliese', 400, error(400, 'Anneliese')),
      entry('GET', '/../favicon.ico', undefined, 404),
    ],
  },
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'record-'));
});
afterEach(async () => rm(folder, { recursive: true }));

describe('what is recorded from an archive', () => {
  it('has nothing personal in it, and is a profile', async () => {
    const told = await writeRecording(readHar(har), { folder, profile: 'recorded' });
    expect(told).toContainEqual(expect.stringContaining('1 requests are not SCIM'));
    expect(told).toContainEqual(expect.stringContaining('no JSON'));
    const files = await readdir(join(folder, 'recorded'));
    const written = await Promise.all(files.map(async file => readFile(join(folder, 'recorded', file), 'utf8')));
    const survivors = personal.filter(text =>
      `${files.join()}${written.join('\n')}`.toLowerCase().includes(text.toLowerCase()),
    );
    expect(survivors).toEqual([]);
    const profile = await loadProfile(folder, 'recorded');
    expect([...profile.exchanges.keys()]).toMatchInlineSnapshot(`
      [
        "01-read-service-provider-config",
        "02-find-user-absent",
        "03-create-user",
        "04-create-user-taken",
        "05-read-user",
        "06-find-user",
        "07-change-user",
        "08-change-user",
        "09-read-user",
        "10-find-group-absent",
        "11-create-group",
        "12-change-group",
        "13-change-group",
        "14-list-users",
        "15-read-user-absent",
        "16-list-users-refused",
      ]
    `);
    expect(profile.description.headers).toEqual({
      Accept: 'application/scim+json',
      'User-Agent': 'Okta SCIM Client 1.0.0',
    });
  });

  it('names the same person the same, and who must be there', () => {
    const exchanges = toExchanges(readHar(har)).exchanges;
    const of = (name: string) => exchanges.get(name) as Exchange;
    expect(of('02-find-user-absent')).toMatchInlineSnapshot(`
      {
        "evidence": "captured",
        "hint": "To be written: what a server's developer looks at first.",
        "records": [],
        "request": {
          "method": "GET",
          "path": "/Users?filter=userName+eq+%22{{alice.userName|form}}%22&count=2",
        },
        "response": {
          "body": {
            "Resources": [],
            "itemsPerPage": {
              "$type": "integer",
            },
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:ListResponse",
            ],
            "startIndex": {
              "$type": "integer",
            },
            "totalResults": 0,
          },
          "headers": {
            "Content-Type": {
              "$regex": "^application/(scim\\+)?json",
            },
          },
          "status": 200,
        },
        "source": "recorded traffic",
        "title": "Find user absent",
        "when": "To be written: what happens at the identity provider when it sends this.",
        "whenWrong": "To be written: what the administrator sees at the identity provider when the answer is wrong.",
      }
    `);
    expect(of('03-create-user')).toMatchInlineSnapshot(`
      {
        "captures": {
          "alice": "",
        },
        "evidence": "captured",
        "given": [
          {
            "user": "bob",
          },
        ],
        "hint": "To be written: what a server's developer looks at first.",
        "records": [],
        "request": {
          "body": {
            "active": true,
            "addresses": [
              {
                "country": "NL",
                "locality": "Zwolle",
                "postalCode": "8011",
                "streetAddress": "1 Market Square",
                "type": "work",
              },
            ],
            "displayName": "{{alice.displayName}}",
            "emails": [
              {
                "primary": true,
                "type": "work",
                "value": "{{alice.userName}}",
              },
              {
                "type": "home",
                "value": "mail.{{alice.email}}",
              },
            ],
            "externalId": "{{alice.externalId}}",
            "name": {
              "familyName": "{{alice.familyName}}",
              "formatted": "{{alice.displayName}}",
              "givenName": "{{alice.givenName}}",
              "honorificPrefix": "text1",
            },
            "nickName": "Nick",
            "password": "correct horse battery staple",
            "phoneNumbers": [
              {
                "type": "work",
                "value": "tel:+31-38-555-0100",
              },
            ],
            "schemas": [
              "urn:ietf:params:scim:schemas:core:2.0:User",
              "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
              "urn:example:params:scim:schemas:extension:custom1:2.0:User",
            ],
            "title": "Surveyor",
            "urn:example:params:scim:schemas:extension:custom1:2.0:User": {
              "custom1": 1,
              "custom2": "text2",
            },
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
              "department": "Survey",
              "employeeNumber": "4711",
              "manager": {
                "value": "{{bob.id}}",
              },
              "organization": "Example",
            },
            "userName": "{{alice.userName}}",
          },
          "method": "POST",
          "path": "/Users",
        },
        "response": {
          "body": {
            "active": true,
            "addresses": {
              "$contains": [
                {
                  "country": {
                    "$type": "string",
                  },
                  "locality": {
                    "$type": "string",
                  },
                  "postalCode": {
                    "$type": "string",
                  },
                  "streetAddress": {
                    "$type": "string",
                  },
                },
              ],
            },
            "displayName": "{{alice.displayName}}",
            "emails": {
              "$contains": [
                {
                  "value": "{{alice.userName}}",
                },
                {
                  "value": "mail.{{alice.email}}",
                },
              ],
            },
            "externalId": "{{alice.externalId}}",
            "id": {
              "$type": "string",
            },
            "meta": {
              "created": {
                "$regex": "^\\d{4}-\\d\\d-\\d\\dT",
              },
              "lastModified": {
                "$regex": "^\\d{4}-\\d\\d-\\d\\dT",
              },
              "location": {
                "$type": "string",
              },
              "resourceType": "User",
            },
            "name": {
              "familyName": "{{alice.familyName}}",
              "formatted": "{{alice.displayName}}",
              "givenName": "{{alice.givenName}}",
              "honorificPrefix": {
                "$type": "string",
              },
            },
            "nickName": {
              "$type": "string",
            },
            "phoneNumbers": {
              "$contains": [
                {
                  "value": {
                    "$type": "string",
                  },
                },
              ],
            },
            "schemas": {
              "$contains": [
                "urn:ietf:params:scim:schemas:core:2.0:User",
              ],
            },
            "title": {
              "$type": "string",
            },
            "urn:example:params:scim:schemas:extension:custom1:2.0:User": {
              "custom1": 1,
              "custom2": {
                "$type": "string",
              },
            },
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
              "department": {
                "$type": "string",
              },
              "employeeNumber": {
                "$type": "string",
              },
              "manager": {
                "value": "{{bob.id}}",
              },
              "organization": {
                "$type": "string",
              },
            },
            "userName": "{{alice.userName}}",
          },
          "headers": {
            "Content-Type": {
              "$regex": "^application/(scim\\+)?json",
            },
            "Location": {
              "$type": "string",
            },
          },
          "status": 201,
        },
        "source": "recorded traffic",
        "title": "Create user",
        "when": "To be written: what happens at the identity provider when it sends this.",
        "whenWrong": "To be written: what the administrator sees at the identity provider when the answer is wrong.",
      }
    `);
    expect([...exchanges].map(([name, { request, given }]) => [name, request.path, given])).toMatchInlineSnapshot(`
      [
        [
          "01-read-service-provider-config",
          "/ServiceProviderConfig",
          undefined,
        ],
        [
          "02-find-user-absent",
          "/Users?filter=userName+eq+%22{{alice.userName|form}}%22&count=2",
          undefined,
        ],
        [
          "03-create-user",
          "/Users",
          [
            {
              "user": "bob",
            },
          ],
        ],
        [
          "04-create-user-taken",
          "/Users",
          [
            {
              "user": "bob",
            },
            {
              "user": "alice",
            },
          ],
        ],
        [
          "05-read-user",
          "/Users/{{alice.id}}?attributes=userName,custom2",
          [
            {
              "user": "alice",
            },
          ],
        ],
        [
          "06-find-user",
          "/Users?filter=emails%5Bvalue%20eq%20%22mail.{{alice.email|percent}}%22%5D",
          [
            {
              "user": "alice",
            },
          ],
        ],
        [
          "07-change-user",
          "/Users/{{alice.id}}",
          [
            {
              "user": "alice",
            },
          ],
        ],
        [
          "08-change-user",
          "/Users/{{alice.id}}",
          [
            {
              "user": "alice",
            },
          ],
        ],
        [
          "09-read-user",
          "/Users/{{bob.id}}",
          [
            {
              "active": false,
              "user": "bob",
            },
          ],
        ],
        [
          "10-find-group-absent",
          "/Groups?filter=displayName%20eq%20%22{{engineering.displayName|percent}}%22",
          undefined,
        ],
        [
          "11-create-group",
          "/Groups",
          [
            {
              "user": "alice",
            },
          ],
        ],
        [
          "12-change-group",
          "/Groups/{{engineering.id}}",
          [
            {
              "group": "engineering",
            },
          ],
        ],
        [
          "13-change-group",
          "/Groups/{{engineering.id}}",
          [
            {
              "user": "bob",
            },
            {
              "group": "engineering",
              "members": [
                "bob",
              ],
            },
          ],
        ],
        [
          "14-list-users",
          "/Users?startIndex=1&count=100",
          undefined,
        ],
        [
          "15-read-user-absent",
          "/Users/{{alice.id}}",
          [
            {
              "deleted": true,
              "user": "alice",
            },
          ],
        ],
        [
          "16-list-users-refused",
          "/Users",
          undefined,
        ],
      ]
    `);
    expect([...exchanges.values()].flatMap(({ request }) => (request.method === 'PATCH' ? [request.body] : [])))
      .toMatchInlineSnapshot(`
        [
          {
            "Operations": [
              {
                "op": "Replace",
                "path": "userName",
                "value": "{{alice.newUserName}}",
              },
            ],
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:PatchOp",
            ],
          },
          {
            "Operations": [
              {
                "op": "Add",
                "path": "urn:example:params:scim:schemas:extension:custom1:2.0:User:custom2",
                "value": "text2",
              },
              {
                "op": "Replace",
                "path": "emails[type eq "work"].value",
                "value": "mail.{{alice.email}}",
              },
            ],
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:PatchOp",
            ],
          },
          {
            "Operations": [
              {
                "op": "replace",
                "value": {
                  "displayName": "{{engineering.newDisplayName}}",
                  "id": "{{engineering.id}}",
                },
              },
            ],
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:PatchOp",
            ],
          },
          {
            "Operations": [
              {
                "op": "remove",
                "path": "members[value eq "{{bob.id}}"]",
              },
            ],
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:PatchOp",
            ],
          },
        ]
      `);
  });

  it('is not written over something else, nor when there is nothing', async () => {
    const traffic = readHar(har);
    await writeRecording(traffic, { folder, profile: 'recorded' });
    await expect(writeRecording(traffic, { folder, profile: 'recorded' })).rejects.toThrow('is not empty');
    await expect(writeRecording([], { folder, profile: 'other' })).rejects.toThrow(CannotWrite);
  });
});

describe('findLeaks', () => {
  it('finds an original text', () => {
    const traffic = readHar(har);
    const { exchanges } = toExchanges(traffic);
    expect(findLeaks(traffic, exchanges, new Set())).toEqual([]);
    const leaking = {
      ...(exchanges.get('03-create-user') as Exchange),
      request: { method: 'GET', path: '/Users?filter=x+eq+%22Cloud+Bursting%22' },
    } as const;
    expect(findLeaks(traffic, new Map([['07-x', leaking]]), new Set())).toEqual([
      'a text of request 3 is in 07-x.json',
    ]);
  });
});

describe('readHar', () => {
  it.each(['', '{}', '[]', '{"log":{}}'])('refuses %j', text => {
    expect(() => readHar(text)).toThrow(NoHar);
  });
});

describe('readOptions', () => {
  it.each([
    [[], 'either --har or --listen'],
    [['--har', 'a', '--listen', '1'], 'either --har or --listen'],
    [['--listen', '8080'], '--to'],
    [['--listen', 'x', '--to', 'http://127.0.0.1'], '--listen'],
    [['--listen', '80', '--to', 'ftp://127.0.0.1'], '--to'],
    [['--har', 'a', '--profile', '../x'], '--profile'],
    [['--nonsense'], 'nonsense'],
  ])('refuses %j', (argv, message) => {
    expect(() => readOptions(argv, 'out')).toThrow(message);
  });

  it('listens to this machine alone', () => {
    expect(readOptions(['--listen', '0', '--to', 'https://scim.example.com/v2'], 'out')).toMatchObject({
      kind: 'proxy',
      host: '127.0.0.1',
    });
  });
});

describe('RecordingProxy', () => {
  it('passes on what is asked and answered, and keeps it', async () => {
    const seen: string[] = [];
    const server = http.createServer((request, response) => {
      seen.push(
        `${request.method} ${request.url} ${request.headers.authorization} ${request.headers['accept-encoding']}`,
      );
      request.resume().once('end', () => response.writeHead(201, { 'X-Answer': 'yes' }).end('{"id":"1"}'));
    });
    await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
    const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2/`;
    const proxy = await RecordingProxy.listen(0, '127.0.0.1', to);
    const url = `http://127.0.0.1:${proxy.port}/Users?a=b+c%20d`;
    const answer = await fetch(url, { method: 'POST', body: '{"a":1}', headers: { Authorization: 'Bearer t' } });
    expect([answer.status, answer.headers.get('x-answer'), await answer.text()]).toEqual([201, 'yes', '{"id":"1"}']);
    expect(seen).toEqual(['POST /scim/v2/Users?a=b+c%20d Bearer t identity']);
    expect(proxy.traffic).toMatchObject([
      { method: 'POST', requestBody: '{"a":1}', status: 201, responseBody: '{"id":"1"}' },
    ]);
    server.closeAllConnections();
    server.close();
    expect((await fetch(url)).status).toBe(502);
    await proxy.stop();
  });
});
