import { createHmac, randomBytes } from 'node:crypto';
import { type Database, newId, type SignInAttemptId, type StoredSignInFlow } from '#libs/persistence';
import { hashToken, isSameHash, Secret } from '#libs/tokens';
import type { BegunSignIn, NewSignIn, SignInClient, SignInFlow } from './sign-in-flow.js';
import { SignInTrace } from './sign-in-trace.js';

/** How long somebody may take at the identity provider. */
const VALID_MS = 15 * 60_000;
const HANDLE = /^[\w-]{43}$/;

/** What binds a sign-in to the browser that began it: 256 random bits, for its cookie. */
export function newBrowserSecret(): Secret {
  return new Secret(randomBytes(32).toString('base64url'));
}

/** Whether a text can be the handle of a flow, or the secret of a browser, at all. */
export function isHandle(text: unknown): text is string {
  return typeof text === 'string' && HANDLE.test(text);
}

/** The sign-ins that are under way, in whatever process. Only hashes of what opens them are stored. */
export class SignInFlows {
  constructor(private readonly database: Pick<Database, 'repositories'>) {}

  /** Begins a sign-in in a browser, and its trace. */
  async begin(signIn: NewSignIn, browser: Secret, client: SignInClient): Promise<BegunSignIn> {
    const handle = newBrowserSecret();
    const { connection, purpose, protocol, fingerprint, interactionId = null, test } = signIn;
    const stored: StoredSignInFlow = {
      attemptId: test?.attemptId ?? newId<SignInAttemptId>(),
      purpose,
      protocol,
      fingerprint,
      interactionId,
      testId: test?.id ?? null,
      browserHash: hashToken(browser.reveal()),
      expiresAt: new Date(Date.now() + VALID_MS).toISOString(),
    };
    const { repositories } = this.database;
    await repositories.signInFlows.insert(connection, hashToken(handle.reveal()), stored);
    const flow = toFlow(connection, stored, handle.reveal(), browser.reveal());
    await SignInTrace.of(flow, client)
      .step('begun', { fingerprint: fingerprint.slice(0, 12) })
      .begin(repositories);
    return { flow, handle };
  }

  /**
   * Takes the flow to which an answer belongs; it is answered once, of several processes by one.
   * @param browser what the cookie of the browser holds that brings the answer
   * @throws SignInRefused `flow_expired`, `other_browser`
   */
  async take(
    connection: SignInFlow['connection'],
    handle: unknown,
    browser: unknown,
    client: SignInClient & Pick<SignInFlow, 'protocol'>,
  ): Promise<SignInFlow> {
    const { repositories } = this.database;
    const stored = isHandle(handle) ? await repositories.signInFlows.take(connection, hashToken(handle)) : undefined;
    if (!stored || !isHandle(handle)) {
      const trace = SignInTrace.unknown({ connection, protocol: client.protocol, purpose: 'sign_in' }, client);
      throw await trace.refuse(repositories, 'flow_expired');
    }
    if (!isHandle(browser) || !isSameHash(hashToken(browser), stored.browserHash)) {
      const trace = SignInTrace.of({ ...stored, connection }, client);
      throw await trace.refuse(repositories, 'other_browser', { hasCookie: browser !== undefined });
    }
    return toFlow(connection, stored, handle, browser);
  }
}

/** When a sign-in was begun. */
export function beganAt({ expiresAt }: Pick<SignInFlow, 'expiresAt'>): Date {
  return new Date(Date.parse(expiresAt) - VALID_MS);
}

function toFlow(
  connection: SignInFlow['connection'],
  { attemptId, purpose, protocol, fingerprint, interactionId, testId, expiresAt }: StoredSignInFlow,
  handle: string,
  browser: string,
): SignInFlow {
  const derive = (use: string) =>
    new Secret(createHmac('sha256', browser).update(`${use}\n${handle}`).digest('base64url'));
  const stored = { attemptId, purpose, protocol, fingerprint, interactionId, testId, expiresAt };
  return { connection, ...stored, nonce: derive('nonce'), codeVerifier: derive('code_verifier') };
}
