const ANN = '7f3b2c10-9d4e-4f5a-8b6c-1a2b3c4d5e6f';
const BEN = '11112222-3333-4444-5555-666677778888';
const TEAM = 'c0ffee00-1234-5678-9abc-def012345678';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUSTOM = 'urn:ietf:params:scim:schemas:extension:wolkenbruch:2.0:User';

/** Made up, but everything that a person could be known by. */
export const personal = [
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

/** A request and its answer as an archive has them. */
export function entry(
  method: string,
  path: string,
  body: object | string | undefined,
  status: number,
  answer?: object,
) {
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
/** An archive of what an identity provider sent about them. */
export const har = JSON.stringify({
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
