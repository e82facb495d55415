import { Injectable } from '@nestjs/common';
import type { SsoRevision } from '#libs/connection-lifecycle';
import type { SignInProtocol } from '#libs/persistence';
import type { PostedForm } from './pages/post-form-page.js';
import type { BegunSignIn, SignInClient } from '#libs/sign-in';
import type { AskedAuthentication } from './waiting-applications.js';

/** A sign-in that has begun, and the settings it was begun with. */
export interface SignInToSend extends BegunSignIn, AskedAuthentication {
  readonly revision: SsoRevision;
  /** In whose browser; for the trace. */
  readonly client: SignInClient;
  /** The login that the person is expected to have, when somebody said so. */
  readonly loginHint?: string;
}

/** What a protocol does when a sign-in begins. */
export interface SendsSignIns {
  /** Where the browser is sent, or what it posts: to the identity provider, with the handle as RelayState or `state`. */
  requestUrl(signIn: SignInToSend): Promise<string | PostedForm>;
}

/** The protocols that there are; each says so itself when it starts. */
@Injectable()
export class SignInProtocols {
  private readonly senders = new Map<SignInProtocol, SendsSignIns>();

  add(protocol: SignInProtocol, sender: SendsSignIns): void {
    this.senders.set(protocol, sender);
  }

  requestUrl(signIn: SignInToSend): Promise<string | PostedForm> {
    const sender = this.senders.get(signIn.flow.protocol);
    if (!sender) throw new Error(`Nothing here speaks ${signIn.flow.protocol}.`);
    return sender.requestUrl(signIn);
  }
}
