import { isEntraProbe, isOktaTest } from './dialect-signs.js';
import type { IdpProfileId } from './idp-profile.js';
import type { RequestShape } from './request-shape.js';

/** A request by which an identity provider tests the connection. */
export interface ConnectionTest {
  /** Whether the answer to a search must be empty; then a search that finds somebody is no test. */
  readonly findsNobody: boolean;
  readonly is: (request: Pick<RequestShape, 'method' | 'path'>) => boolean;
  /** To an administrator, when the test was answered with success. */
  readonly didNotProve: string;
}

const oktaTest: ConnectionTest = {
  findsNobody: false,
  is: isOktaTest,
  didNotProve:
    'It did not exercise create, update or deactivate: the ticks that Okta shows beside them are no result of a request. Assign one person to see those.',
};

const entraTest: ConnectionTest = {
  findsNobody: true,
  is: isEntraProbe,
  didNotProve:
    'It did not exercise create, update or deactivate, and not the attribute mappings. Use "Provision on demand" with one person to see those.',
};

const jumpcloudTest: ConnectionTest = {
  findsNobody: false,
  is: ({ method, path }) => method === 'GET' && path === '/Users',
  didNotProve:
    'It did not exercise create, update or deactivate. "Activate" does, with a test user that comes and goes again.',
};

const genericTest: ConnectionTest = {
  findsNobody: false,
  is: ({ method, path }) => method === 'GET' && path === '/ServiceProviderConfig',
  didNotProve: 'It read what the service can do. It did not exercise reading, create, update or deactivate of users.',
};

/**
 * How each identity provider tests a connection (conformance/profiles: OK-01, EN-T1, EN-T2, JC-01). The signs of Okta and Entra ID
 * are theirs alone, so that they are recognised whatever the profile is; a plain `GET /Users` is JumpCloud's test only where
 * JumpCloud is.
 */
export const connectionTests: Readonly<Record<IdpProfileId, readonly ConnectionTest[]>> = {
  okta: [oktaTest],
  'entra-id': [entraTest],
  jumpcloud: [jumpcloudTest, oktaTest, entraTest],
  generic: [oktaTest, entraTest, genericTest],
};
