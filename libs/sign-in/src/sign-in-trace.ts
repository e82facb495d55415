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
    private readonly client: SignInClient,
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
  begin(repositories: Attempts): Promise<void> {
    return this.write(repositories, 'begun', null);
  }

  /** Stores how it ended, in the transaction of what it ended with. */
  finish(repositories: Attempts, outcome: 'signed_in' | 'tested'): Promise<void> {
    return this.write(repositories, outcome, null);
  }

  /** Stores why it was refused. Gives what is to be thrown. */
  async refuse(
    repositories: Attempts,
    code: SignInCode,
    detail: Readonly<Record<string, unknown>> = {},
  ): Promise<SignInRefused> {
    this.step('refused', { code, ...detail });
    await this.write(repositories, 'refused', code);
    return new SignInRefused(code, this.reference);
  }

  private async write({ signInAttempts }: Attempts, outcome: SignInOutcome, code: SignInCode | null): Promise<void> {
    const { connection, attemptId: id, purpose, protocol } = this.signIn;
    const { login = null, subject = null, accountId = null, directoryUserId = null } = this.person;
    const steps = this.steps;
    this.steps = [];
    await signInAttempts.write(connection, {
      id,
      purpose,
      protocol,
      outcome,
      code,
      steps,
      accountId,
      directoryUserId,
      login: storable(login, MAX_TEXT),
      subject: storable(subject, MAX_TEXT),
      ip: this.client.ip,
      userAgent: storable(this.client.userAgent, MAX_USER_AGENT),
    });
  }
}

/** PostgreSQL stores neither U+0000 nor halves of characters. */
function storable(text: string | null, length: number): string | null {
  return text === null ? null : text.slice(0, length).toWellFormed().replaceAll('\0', '\uFFFD');
}
