import { expect, it } from 'vitest';
import { readHar } from './har.ts';
import { har } from './test/tenant-traffic.ts';
import { toExchanges } from './to-exchanges.ts';

const { exchanges } = toExchanges(readHar(har));

it('tells who must be there before each request', () => {
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
});
