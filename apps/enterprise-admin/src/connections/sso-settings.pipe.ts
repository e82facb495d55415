import type { PipeTransform } from '@nestjs/common';
import { AdminProblem } from '../http/admin-problem.js';
import { RequestValidationPipe } from '../http/request-validation.pipe.js';
import { OidcSettingsInput, SamlSettingsInput, type SsoSettingsInput } from './sso-settings.dto.js';

const classes = new Map<unknown, typeof SamlSettingsInput | typeof OidcSettingsInput>([
  ['saml', SamlSettingsInput],
  ['oidc', OidcSettingsInput],
]);

/** Makes a body the settings of the protocol that it names. */
export class SsoSettingsPipe implements PipeTransform {
  private readonly validation = new RequestValidationPipe();

  async transform(value: unknown): Promise<SsoSettingsInput> {
    const { protocol } = (value ?? {}) as { readonly protocol?: unknown };
    const metatype = classes.get(protocol);
    if (!metatype)
      throw AdminProblem.invalidRequest([{ pointer: '/protocol', detail: 'Protocol must be saml or oidc.' }]);
    return (await this.validation.transform(value, { type: 'body', metatype })) as SsoSettingsInput;
  }
}
