import { Injectable } from '@nestjs/common';
import { clientSecretContext } from '#libs/connection-lifecycle';
import type { ConnectionKey, OidcSettings, SsoSettings } from '#libs/persistence';
import { Secret, SecretBox, SecretUnreadable } from '#libs/tokens';
import { AdminProblem } from '../http/admin-problem.js';
import type { OidcSettingsInput } from './sso-settings.dto.js';

/** Makes the settings of an OpenID provider, with its client secret sealed for the connection. */
@Injectable()
export class OidcSettingsMaker {
  constructor(private readonly secretBox: SecretBox) {}

  /**
   * The settings as they are stored. Without a new client secret, or with the same, what is sealed stays as it is.
   * @param before the settings that are edited
   * @throws AdminProblem `invalid_request`
   */
  async make(key: ConnectionKey, input: OidcSettingsInput, before: SsoSettings | undefined): Promise<OidcSettings> {
    const { protocol, issuer, clientId, clientAuthentication } = input;
    const sealedClientSecret = await this.sealedFor(key, input, before);
    return { protocol, issuer, clientId, clientAuthentication, sealedClientSecret };
  }

  private async sealedFor(
    key: ConnectionKey,
    input: OidcSettingsInput,
    before: SsoSettings | undefined,
  ): Promise<string | null> {
    const given = input.clientSecret ?? undefined;
    if (input.clientAuthentication === 'private_key_jwt') {
      if (given !== undefined) throw invalid('With private_key_jwt there is no client secret. Leave it out.');
      return null;
    }
    const kept = keptSecret(input, before);
    if (given === undefined) {
      if (kept === null) throw invalid('Enter the client secret that the OpenID provider gave to this client.');
      return kept;
    }
    if (kept !== null && (await this.opensTo(key, kept, given))) return kept;
    return this.secretBox.seal(new Secret(given), clientSecretContext(key));
  }

  private async opensTo(key: ConnectionKey, sealed: string, given: string): Promise<boolean> {
    try {
      return (await this.secretBox.open(sealed, clientSecretContext(key))).reveal() === given;
    } catch (error) {
      // Its key is gone, which is a reason to enter it again.
      if (error instanceof SecretUnreadable) return false;
      throw error;
    }
  }
}

/** What is sealed for the same client of the same OpenID provider. */
function keptSecret({ issuer, clientId }: OidcSettingsInput, before: SsoSettings | undefined): string | null {
  const isSameClient = before?.protocol === 'oidc' && before.issuer === issuer && before.clientId === clientId;
  return isSameClient ? before.sealedClientSecret : null;
}

function invalid(detail: string): AdminProblem {
  return AdminProblem.invalidRequest([{ pointer: '/clientSecret', detail }]);
}
