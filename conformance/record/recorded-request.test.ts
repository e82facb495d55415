import { expect, it } from 'vitest';
import type { Exchange } from '../runner/profile/exchange.ts';
import { readHar } from './har.ts';
import { har } from './test/tenant-traffic.ts';
import { toExchanges } from './to-exchanges.ts';

const { exchanges } = toExchanges(readHar(har));
const of = (name: string) => exchanges.get(name) as Exchange;

it('looks for people by what stands for their names', () => {
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
});

it('changes people and groups by what stands for their ids and new names', () => {
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
