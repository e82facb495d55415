import { Injectable } from '@nestjs/common';
import { mapAttributes } from '#libs/attribute-mapping';
import { readMapping, receivedInTest } from '#libs/connection-health';
import {
  entraPrincipalNameOf,
  entraUserNameSource,
  type GuideField,
  type GuideStep,
  type GuideValue,
  idpGuides,
  idpProfile,
} from '#libs/idp-profiles';
import { type ConnectionKey, type ConnectionRow, Database, type Repositories } from '#libs/persistence';
import { AdminSettings } from '../http/admin-settings.js';
import { requireConnection } from '../http/require-connection.js';
import type { SetupGuide, SetupGuideField, SetupGuideStep } from './setup-guide.dto.js';

type Values = Readonly<Record<Exclude<GuideValue, 'scimToken'>, string>>;

/** What to do at the identity provider of a connection. */
@Injectable()
export class SetupGuideService {
  constructor(
    private readonly database: Database,
    private readonly settings: AdminSettings,
  ) {}

  async get(key: ConnectionKey): Promise<SetupGuide> {
    const { repositories } = this.database;
    const row = await requireConnection(repositories, key);
    const { id, scimBaseUrlSuffix, name } = idpProfile(row.idp_profile);
    const values: Values = {
      ...this.settings.serviceProvider(key),
      scimBaseUrl: `${this.settings.scimBaseUrl(key)}${scimBaseUrlSuffix}`,
      userIdAttribute: 'userName',
      loginSource: await loginSourceOf(repositories, row),
    };
    const { saml, oidc, provisioning } = idpGuides[id];
    const reach = { hasGroups: row.provisioning_mode === 'users_and_groups' };
    const answer = (steps: readonly GuideStep[]) => steps.map(step => toStep(step, values));
    return { idpName: name, saml: answer(saml), oidc: answer(oidc), provisioning: answer(provisioning(reach)) };
  }
}

/** Which attribute the login of the last sign-in test came from. */
async function loginSourceOf(repositories: Repositories, row: ConnectionRow): Promise<string> {
  const { sso_settings: settings, sso_test: test } = row;
  const mapping = await readMapping(repositories, row.mapping_version);
  if (!settings || !test || !mapping) return entraUserNameSource({ login: null, email: null }, null);
  const received = receivedInTest(test);
  const { account } = mapAttributes(mapping.mapping, settings.protocol, 'entra-id', received);
  return entraUserNameSource(account, entraPrincipalNameOf(received));
}

function toStep({ id, title, at, text, fields }: GuideStep, values: Values): SetupGuideStep {
  return { id, title, at, text: text ?? null, fields: fields.map(field => toField(field, values)) };
}

function toField(field: GuideField, values: Values): SetupGuideField {
  const { kind, label, note = null } = field;
  const isScimToken = field.kind === 'copy' && field.value === 'scimToken';
  return { kind, label, value: valueOf(field, values), isScimToken, note };
}

function valueOf(field: GuideField, values: Values): string | null {
  if (field.kind === 'enter') return field.text;
  return field.kind === 'copy' && field.value !== 'scimToken' ? values[field.value] : null;
}
