import { expect, it } from 'vitest';
import type { Exchange } from '../runner/profile/exchange.ts';
import { readHar } from './har.ts';
import { har } from './test/tenant-traffic.ts';
import { toExchanges } from './to-exchanges.ts';

const { exchanges } = toExchanges(readHar(har));
const of = (name: string) => exchanges.get(name) as Exchange;

it('names the same person the same in a request and its answer', () => {
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
});
