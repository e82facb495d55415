import {
  type AccountId,
  type ConnectionKey,
  type DirectoryUserId,
  newId,
  type Repositories,
  type SignInAttemptId,
  type SignInOutcome,
  type SignInProtocol,
  type SignInPurpose,
  type SignInStep,
} from '#libs/persistence';
import type { SignInCode } from './sign-in-code.js';
import type { SignInClient } from './sign-in-flow.js';
import { SignInRefused } from './sign-in-refused.js';
import { storableText } from './storable-text.js';

/** What a trace is of. */
export interface TracedSignIn {
  readonly connection: ConnectionKey;
  readonly purpose: SignInPurpose;
  readonly protocol: SignInProtocol;
}

/** Whom an attempt turned out to be about. */
export interface TracedPerson {
  readonly login?: string | null;
  readonly subject?: string | null;
  readonly accountId?: AccountId | null;
  readonly directoryUserId?: DirectoryUserId | null;
}

type Attempts = Pick<Repositories, 'signInAttempts'>;

const MAX_STEPS = 30;
const MAX_TEXT = 1000;
const MAX_USER_AGENT = 400;

/** What happens in one attempt to sign in, step by step. It is stored when it begins and when it ends. */
export class SignInTrace {
  private steps: SignInStep[] = [];
  private person: TracedPerson = {};

  private constructor(
    private readonly signIn: TracedSignIn & { readonly attemptId: SignInAttemptId },
    readonly client: SignInClient,
  ) {}

  /** The trace of a sign-in that began here. */
  static of(flow: TracedSignIn & { readonly attemptId: SignInAttemptId }, client: SignInClient): SignInTrace {
    return new SignInTrace(flow, client);
  }

  /** The trace of an answer to nothing that is under way, as one that the identity provider began. */
  static unknown(signIn: TracedSignIn, client: SignInClient): SignInTrace {
    return new SignInTrace({ ...signIn, attemptId: newId<SignInAttemptId>() }, client);
  }

  /** What a browser is shown, and administrators find the attempt by. */
  get reference(): SignInAttemptId {
    return this.signIn.attemptId;
  }

  /** Adds a step. What is seen of the person does not belong into `detail`: that is for {@link about}. */
  step(name: string, detail: Readonly<Record<string, unknown>> = {}): this {
    if (this.steps.length < MAX_STEPS) this.steps.push({ name, at: new Date().toISOString(), detail });
    return this;
  }

  /** Whom it is about, as far as that is known. */
  about(person: TracedPerson): this {
    this.person = { ...this.person, ...person };
    return this;
  }

  /** Stores that it has begun. */
  async begin(repositories: Attempts): Promise<void> {
    await this.write(repositories, { outcome: 'begun' });
    this.steps = [];
  }

  /** Stores how it ended, in the transaction of what it ended with; that may run again, so nothing is kept of it here. */
  finish(
    repositories: Attempts,
    outcome: 'signed_in' | 'tested',
    { steps, about }: { readonly steps: readonly SignInStep[]; readonly about: TracedPerson },
  ): Promise<void> {
    return this.write(repositories, { outcome, steps, about });
  }

  /** Stores why it was refused. Gives what is to be thrown. */
  async refuse(
    repositories: Attempts,
    code: SignInCode,
    detail: Readonly<Record<string, unknown>> = {},
  ): Promise<SignInRefused> {
    this.step('refused', { code, ...detail });
    await this.write(repositories, { outcome: 'refused', code });
    return new SignInRefused(code, this.reference);
  }

  private async write(
    { signInAttempts }: Attempts,
    { outcome, code = null, steps = [], about = {} }: Ending,
  ): Promise<void> {
    const { connection, attemptId: id, purpose, protocol } = this.signIn;
    const { login = null, subject = null, accountId = null, directoryUserId = null } = { ...this.person, ...about };
    await signInAttempts.write(connection, {
      id,
      purpose,
      protocol,
      outcome,
      code,
      steps: [...this.steps, ...steps],
      accountId,
      directoryUserId,
      login: storable(login, MAX_TEXT),
      subject: storable(subject, MAX_TEXT),
      ip: this.client.ip,
      userAgent: storable(this.client.userAgent, MAX_USER_AGENT),
    });
  }
}

/** What is stored of an attempt besides what was known of it before. */
interface Ending {
  readonly outcome: SignInOutcome;
  readonly code?: SignInCode | null;
  readonly steps?: readonly SignInStep[];
  readonly about?: TracedPerson;
}

function storable(text: string | null, length: number): string | null {
  return text === null ? null : storableText(text.slice(0, length));
}
