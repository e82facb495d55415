import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectionKey, type SetupFeature, setupFeatures } from '#libs/persistence';
import { aSetupSession, forgetMappings, runningAdmin, type TestCaller } from './builders.js';
import { callOperation } from './call-operation.js';
import { describedOperations as operations } from './described-operations.js';
import { aFilledEnterprise, contentsOf, type FilledEnterprise } from './filled-enterprise.js';

const any: readonly SetupFeature[] = setupFeatures;

/** What a setup session may do, by its features. It is written down here a second time on purpose; all else is not for it. */
const mayCall: Readonly<Record<string, readonly SetupFeature[]>> = {
  getSetupSession: any,
  endSetupSession: any,
  getConnection: any,
  listConnectionWarnings: any,
  getConnectionAttributeMapping: any,
  acceptConnectionAttributeMapping: ['sso'],
  rollBackConnectionAttributeMapping: ['sso'],
  previewConnectionAttributeMapping: ['provisioning'],
  getProvisioningSettings: any,
  getSetupGuide: any,
  updateProvisioningSettings: ['provisioning'],
  updateConnection: ['sso'],
  putSsoSettings: ['sso'],
  importSsoMetadata: ['sso'],
  acceptSsoMetadata: ['sso'],
  createSignInTest: ['sso'],
  getSignInTest: ['sso'],
  listSignInAttempts: ['sso'],
  getSignInAttempt: ['sso'],
  getPendingRevision: any,
  discardPendingRevision: ['sso'],
  listCertificates: any,
  addCertificate: ['sso'],
  getCertificate: any,
  removeCertificate: ['sso'],
  listOwnKeys: any,
  createOwnKey: ['sso'],
  getOwnKey: any,
  activateOwnKey: ['sso'],
  retireOwnKey: ['sso'],
  enableConnection: ['sso'],
  createImpactPreview: any,
  getImpactPreview: any,
  listImpactPreviewItems: ['provisioning'],
  getApplication: any,
  listScimTokens: ['provisioning'],
  createScimToken: ['provisioning'],
  getScimToken: ['provisioning'],
  revokeScimToken: ['provisioning'],
  rotateScimToken: ['provisioning'],
  listOAuthClients: ['provisioning'],
  createOAuthClient: ['provisioning'],
  getOAuthClient: ['provisioning'],
  updateOAuthClient: ['provisioning'],
  deleteOAuthClient: ['provisioning'],
  listOAuthClientSecrets: ['provisioning'],
  createOAuthClientSecret: ['provisioning'],
  getOAuthClientSecret: ['provisioning'],
  revokeOAuthClientSecret: ['provisioning'],
  listDomains: ['domains'],
  createDomain: ['domains'],
  getDomain: ['domains'],
  updateDomain: ['domains'],
  verifyDomain: ['domains'],
  deleteDomain: ['domains'],
  listRequests: ['provisioning'],
  getRequest: ['provisioning'],
  getRequestSummary: ['provisioning'],
  listRequestFindings: ['provisioning'],
  replayRequest: ['provisioning'],
  streamConnection: any,
  listRehearsals: ['provisioning'],
  startRehearsal: ['provisioning'],
  getRehearsal: ['provisioning'],
  listDirectoryUsers: ['provisioning'],
  listLinks: ['provisioning'],
  getDriftReport: ['provisioning'],
  listDriftItems: ['provisioning'],
  exportDriftItems: ['provisioning'],
  getDirectoryUser: ['provisioning'],
  listDirectoryGroups: ['provisioning'],
  getDirectoryGroup: ['provisioning'],
  listGroupMembers: ['provisioning'],
  listGroupMappings: ['provisioning'],
  createGroupMapping: ['provisioning'],
  previewGroupMapping: ['provisioning'],
  mapAllGroups: ['provisioning'],
  previewMapAllGroups: ['provisioning'],
  deleteGroupMapping: ['provisioning'],
};

/** Of no single connection: what a session is told of itself, and the opening of a link, which is for anybody. */
const ofItself = ['getSetupSession', 'endSetupSession', 'createSetupSession'];

const keyOf = ({ ids }: FilledEnterprise): ConnectionKey => ids as unknown as ConnectionKey;

const refusals = [
  [403, 'forbidden'],
  [404, 'not_found'],
];

/** The features of one link each. */
const links: readonly (readonly SetupFeature[])[] = [...setupFeatures.map(feature => [feature]), setupFeatures];

let shared: FilledEnterprise;
let contents: string;
/** Of the shared connection, by the features of their link. */
const sessions = new Map<readonly SetupFeature[], TestCaller>();
/** Sessions of another connection of the enterprise, and of another enterprise. */
const strangers: TestCaller[] = [];

beforeAll(async () => {
  shared = await aFilledEnterprise();
  const { database } = await runningAdmin();
  const sibling = await database.repositories.enterprises.insertConnection(keyOf(shared).enterpriseId, {
    name: 'Second',
    idpProfile: 'generic',
    state: 'disabled',
    provisioningMode: 'users',
  });
  for (const features of links) sessions.set(features, await aSetupSession(keyOf(shared), features));
  strangers.push(await aSetupSession(sibling, setupFeatures));
  strangers.push(await aSetupSession(keyOf(await aFilledEnterprise()), setupFeatures));
  contents = await contentsOf(keyOf(shared).enterpriseId);
});

afterAll(forgetMappings);

it('what a setup session may do is there', () => {
  expect(operations.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(mayCall)));
});

describe.each(operations)('$id', operation => {
  const allowed = (features: readonly SetupFeature[]) =>
    features.some(feature => mayCall[operation.id]?.includes(feature));

  it.each(links.filter(allowed).map(features => ({ features })))(
    'is for the session of a link for $features',
    async ({ features }) => {
      const enterprise = await aFilledEnterprise();
      const caller = await aSetupSession(keyOf(enterprise), features);
      const { status, body } = await callOperation(caller, operation, enterprise);
      // With a 409 it was let in, and what it asks does not fit the state.
      expect(status < 300 ? 409 : status, body.code).toBe(409);
    },
  );

  it.skipIf(ofItself.includes(operation.id))(
    'is for no session of another link, another connection or another enterprise',
    async () => {
      const others = links.filter(features => !allowed(features)).map(features => sessions.get(features)!);
      for (const caller of [...others, ...strangers]) {
        const { status, body } = await callOperation(caller, operation, shared);
        expect(refusals).toContainEqual([status, body.code]);
      }
      expect(await contentsOf(keyOf(shared).enterpriseId)).toBe(contents);
    },
  );
});
