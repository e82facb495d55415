import { createHash, randomBytes } from 'node:crypto';
import { SAML } from '@node-saml/node-saml';
import { readLogoutRequest, readLogoutResponse, type SamlLogoutRequest } from './logout-message.js';
import { nodeSamlConfig, type SamlServiceProviderOptions, signingConfig } from './options.js';
import { type IncomingLogout, readLogout } from './read-logout.js';
import { hashOfRelayState } from './relay-state.js';
import { SignInError } from './sign-in-error.js';
import { TrustedCertificates } from './trusted-certificates.js';

/** Whose session ends, as the identity provider named the person when they signed in. */
export interface EndingSession {
  readonly nameId: string;
  readonly nameIdFormat: string | null;
  readonly sessionIndex: string | null;
}

/** What the identity provider said of a logout: that sessions ended there, or what became of our own request. */
export type SamlLogoutMessage =
  | ({ readonly kind: 'request' } & SamlLogoutRequest)
  | { readonly kind: 'response'; readonly inResponseTo: string };

const REQUEST_VALID_MS = 15 * 60_000;
const REMEMBERED_AFTER_MS = 10 * 60_000;
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

/** Single logout of one connection (SAML 2.0 profiles §4.4). Every message is signed, both ways. */
export class SamlLogout {
  private readonly certificates: TrustedCertificates;

  constructor(private readonly options: SamlServiceProviderOptions) {
    this.certificates = new TrustedCertificates(options.idp.certificates);
  }

  /**
   * What the identity provider said, when every check has passed; it is said once.
   * @param relayState that came along; of an answer it must be that of the request
   * @throws SignInError
   */
  async validate(incoming: IncomingLogout, relayState: string | null): Promise<SamlLogoutMessage> {
    const { idp, singleLogoutUrl, clockSkewSeconds, store } = this.options;
    const clockSkewMs = clockSkewSeconds * 1000;
    const expected = { idpEntityId: idp.entityId, singleLogoutUrl, clockSkewMs, now: new Date() };
    const config = nodeSamlConfig(this.options, this.certificates.all);
    const root = await readLogout(incoming, { certificates: this.certificates, config, expected });
    if (root.localName === 'LogoutResponse') return this.answered(readLogoutResponse(root), relayState);
    const request = readLogoutRequest(root);
    const hash = createHash('sha256').update(`${idp.entityId}\nlogout\n${request.requestId}`).digest();
    const expiresAt = new Date(request.expiresAt.getTime() + clockSkewMs + REMEMBERED_AFTER_MS);
    if (!(await store.useAssertion(hash, expiresAt))) throw SignInError.of('saml_replayed');
    return { kind: 'request', ...request };
  }

  /**
   * Where to send a browser so that the identity provider ends its session, too (SAML 2.0 bindings §3.4); undefined when it knows no
   * single logout.
   */
  async requestUrl(
    session: EndingSession,
    { relayState }: { readonly relayState: string | null },
  ): Promise<string | undefined> {
    const saml = this.sending(`_${randomBytes(20).toString('hex')}`);
    if (!saml) return undefined;
    const { nameId: nameID, nameIdFormat, sessionIndex } = session;
    const profile = { issuer: '', nameID, nameIDFormat: nameIdFormat ?? UNSPECIFIED };
    const user = sessionIndex === null ? profile : { ...profile, sessionIndex };
    const url = await saml.getLogoutUrlAsync(user, relayState ?? '', {});
    await this.options.store.saveRequest(
      saml.options.generateUniqueId(),
      hashOfRelayState(relayState),
      new Date(Date.now() + REQUEST_VALID_MS),
    );
    return url;
  }

  /** Where to send the browser that brought a request, with our answer; undefined when the identity provider says of no place. */
  async responseUrl(requestId: string, { relayState }: { readonly relayState: string | null }) {
    const saml = this.sending(`_${randomBytes(20).toString('hex')}`);
    const request = { issuer: '', nameID: '', nameIDFormat: '', ID: requestId };
    return saml?.getLogoutResponseUrlAsync(request, relayState ?? '', {}, true);
  }

  private async answered(
    response: ReturnType<typeof readLogoutResponse>,
    relayState: string | null,
  ): Promise<SamlLogoutMessage> {
    const request = await this.options.store.consumeRequest(response.inResponseTo);
    if (!request) throw SignInError.of('saml_in_response_to');
    if (!request.relayStateHash.equals(hashOfRelayState(relayState))) throw SignInError.of('saml_relay_state');
    return { kind: 'response', ...response };
  }

  private sending(id: string): SAML | undefined {
    const { singleLogoutUrl: logoutUrl } = this.options.idp;
    if (!logoutUrl) return undefined;
    return new SAML({
      ...nodeSamlConfig(this.options, this.certificates.all),
      ...signingConfig(this.options, id),
      logoutUrl,
    });
  }
}
