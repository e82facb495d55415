import type { Json, JsonObject } from '../../runner/profile/exchange.ts';
import { mapResources, resourcesOf } from '../wire/answers.ts';
import { isObject } from '../../runner/template.ts';
import { exchange, type Fault, story } from '../fault.ts';
import { onAnswerBody, onBody, onResources, refuse } from '../wire/handles.ts';
import { elementsOf, objectIn, objectsIn, textOf, without } from '../wire/json.ts';
import type { WireRequest } from '../wire/message.ts';
import { on } from '../wire/requests.ts';

const POST = on('Users', 'POST');
const bodyOf = ({ body }: WireRequest) => objectIn(body);

/** Users who are created. */
export const userFaults: readonly Fault[] = [
  {
    name: 'user-name-in-small-letters',
    bug: 'userName is answered in small letters, whatever was sent.',
    source: 'PostHog/posthog#42253',
    caughtBy: [exchange('okta-custom-app', '04-create-user-mixed-case', /userName/)],
    plant: () => onResources(user => ('userName' in user ? { ...user, userName: lower(user['userName']) } : user)),
  },
  {
    name: 'external-id-required',
    bug: 'Nobody can be created without externalId.',
    source: 'onyx-dot-app/onyx#8925',
    caughtBy: [exchange('okta-custom-app', '04-create-user-no-external-id', /status is 400/)],
    plant: () => refuse(request => POST(request) && !('externalId' in bodyOf(request)), 400, 'externalId is required.'),
  },
  {
    name: 'email-required',
    bug: 'Nobody can be created without an e-mail.',
    source: 'reports about people in Entra ID who exist in the cloud only and have no mailbox',
    caughtBy: [exchange('entra-id', '20-create-user-without-email', /status is 400/)],
    plant: () =>
      refuse(
        request => POST(request) && elementsOf(bodyOf(request)['emails']).length === 0,
        400,
        'emails is required.',
        'invalidValue',
      ),
  },
  {
    name: 'nulls-refused',
    bug: 'Null is refused as the value of an attribute.',
    source: 'RFC 7643 §2.5: null is the same as no value',
    caughtBy: [
      exchange('entra-id', '20-create-user-nulls', /status is 400/),
      exchange('rfc7644', '31-create-user-null', /status is 400/),
    ],
    plant: () =>
      refuse(
        request => POST(request) && Object.values(bodyOf(request)).includes(null),
        400,
        'Expected string, received null.',
        'invalidValue',
      ),
  },
  {
    name: 'urn-of-scim-1-refused',
    bug: 'The schema URN of SCIM 1.1 is refused.',
    source: 'OneLogin sends it over SCIM 2.0',
    caughtBy: [exchange('generic', '04-onelogin-create-user', /status is 400/)],
    plant: () =>
      refuse(
        request => POST(request) && elementsOf(bodyOf(request)['schemas']).includes('urn:scim:schemas:core:1.0'),
        400,
        'Unknown schema.',
        'invalidSyntax',
      ),
  },
  {
    name: 'family-name-missing',
    bug: 'name comes without familyName.',
    source: 'PostHog/posthog#42205',
    caughtBy: [
      exchange('okta-custom-app', '04-create-user', /familyName/),
      exchange('jumpcloud', '05-update-user-minimal', /familyName/),
    ],
    plant: () =>
      onResources(user => {
        const { name } = user;
        return isObject(name) ? { ...user, name: without(name, key => key === 'familyName') } : user;
      }),
  },
  {
    name: 'unlisted-extension-refused',
    bug: 'An extension that "schemas" does not list is refused.',
    source: 'Microsoft documents that "schemas" may leave it out',
    caughtBy: [
      exchange('okta-custom-app', '04-create-user-enterprise-unlisted', /status is 400/),
      exchange('entra-id', '20-create-user-extension', /status is 400/),
    ],
    plant: () => refuse(hasUnlistedExtension, 400, 'The extension is not listed in schemas.', 'invalidSyntax'),
  },
  {
    name: 'unlisted-extension-dropped',
    bug: 'The enterprise extension is dropped when "schemas" does not list it.',
    source: 'Microsoft documents that "schemas" may leave it out',
    caughtBy: [story('okta-custom-app', '21-unlisted-extension', 'The department is kept', /enterprise/)],
    plant: () => onBody(hasUnlistedExtension, body => without(body, key => isUnlisted(body, key))),
  },
  {
    name: 'password-echoed',
    bug: 'The password comes back in the answer.',
    source: 'RFC 7643 §4.1.1: it is never returned',
    caughtBy: [
      exchange('okta-custom-app', '04-create-user', /password/),
      exchange('jumpcloud', '16-create-user-with-password', /password/),
      exchange('rfc7644', '26-create-user-password', /password/),
    ],
    plant: () => async (request, send) => {
      const { password } = bodyOf(request);
      const answer = await send(request);
      return password === undefined || !POST(request) ? answer : mapResources(answer, user => ({ ...user, password }));
    },
  },
  {
    name: 'primary-in-address-refused',
    bug: '"primary" in an address is refused.',
    source: 'simpleidserver/SimpleIdServer#733',
    caughtBy: [exchange('jumpcloud', '03-create-user', /status is 400/)],
    plant: () =>
      refuse(
        request => objectsIn(bodyOf(request)['addresses']).some(each => 'primary' in each),
        400,
        'addresses.primary is unknown.',
        'invalidValue',
      ),
  },
  {
    name: 'two-primaries-refused',
    bug: 'Two primary addresses are refused.',
    source: 'the documentation of PingFederate shows both as primary',
    caughtBy: [exchange('generic', '22-ping-create-user', /status is 400/)],
    plant: () =>
      refuse(
        request => objectsIn(bodyOf(request)['emails']).filter(({ primary }) => primary === true).length > 1,
        400,
        'Only one e-mail may be primary.',
        'invalidValue',
      ),
  },
  {
    name: 'single-email-refused',
    bug: 'An object where a list is expected is refused.',
    source: 'OneLogin sends "emails" as an object',
    caughtBy: [exchange('generic', '05-onelogin-create-user-emails-object', /status is 400/)],
    plant: () =>
      refuse(
        request => POST(request) && 'emails' in bodyOf(request) && !Array.isArray(bodyOf(request)['emails']),
        400,
        'emails must be an array.',
        'invalidValue',
      ),
  },
  {
    name: 'schemas-missing',
    bug: 'Resources come without "schemas".',
    source: 'RFC 7643 §3: it is required',
    caughtBy: [exchange('okta-spec', '06-create-user', /schemas/), exchange('rfc7644', '20-create-user', /schemas/)],
    plant: () => onAnswerBody((answer, request) => !request.isSetUp && resourcesOf(answer).length > 0, dropSchemas),
  },
];

function dropSchemas(body: JsonObject): JsonObject {
  return { ...without(body, key => key === 'schemas' && !('totalResults' in body)), ...listWithoutSchemas(body) };
}

function listWithoutSchemas(body: JsonObject): JsonObject {
  if (!('Resources' in body)) return {};
  return { Resources: objectsIn(body['Resources']).map(each => without(each, key => key === 'schemas')) };
}

function lower(value: Json | undefined): Json {
  return textOf(value).toLowerCase();
}

function hasUnlistedExtension(request: WireRequest): boolean {
  const body = bodyOf(request);
  return POST(request) && Object.keys(body).some(key => isUnlisted(body, key));
}

function isUnlisted(body: JsonObject, key: string): boolean {
  return key.startsWith('urn:') && !elementsOf(body['schemas']).includes(key);
}
