import { Injectable } from '@nestjs/common';
import { type AskedAuthentication, WaitingApplications } from '../http/waiting-applications.js';
import { OpenIdProvider } from './open-id-provider.js';

/** The applications that wait with an interaction of the OpenID provider. */
@Injectable()
export class WaitingInteractions extends WaitingApplications {
  constructor(private readonly openId: OpenIdProvider) {
    super();
  }

  override async asks(interactionId: string | null): Promise<AskedAuthentication> {
    if (interactionId === null) return { forcesAuthentication: false };
    const provider = await this.openId.provider();
    return toAskedAuthentication((await provider.Interaction.find(interactionId))?.params ?? {});
  }
}

/**
 * Reads `prompt` and `max_age`. With either the person authenticates anew: the `auth_time` that the application is told is that of this
 * sign-in.
 */
export function toAskedAuthentication({
  prompt,
  max_age: maxAge,
}: Readonly<Record<string, unknown>>): AskedAuthentication {
  if (maxAge !== undefined) return { forcesAuthentication: true, maxAgeSeconds: Number(maxAge) };
  return { forcesAuthentication: typeof prompt === 'string' && prompt.split(' ').includes('login') };
}
