import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type SignInFlow, SignIns, SignInTests, type SignInTrace, type VerifiedPerson } from '#libs/sign-in';
import { AfterSignIn } from './after-sign-in.js';
import { answerPage } from './pages/answer-page.js';
import { testResultPage } from './pages/test-result-page.js';

/** What an answer of an identity provider belongs to. */
export type AnsweredFlow = Pick<
  SignInFlow,
  'connection' | 'protocol' | 'purpose' | 'fingerprint' | 'interactionId' | 'testId'
>;

/** Answers the browser that brought what an identity provider says, once its protocol has found nothing wrong. */
@Injectable()
export class SignInAnswers {
  constructor(
    private readonly signIns: SignIns,
    private readonly tests: SignInTests,
    private readonly after: AfterSignIn,
  ) {}

  /**
   * Signs the person in, or keeps the test, and answers.
   * @throws SignInRefused
   */
  async answer(
    { request, response }: { readonly request: Request; readonly response: Response },
    flow: AnsweredFlow,
    verified: VerifiedPerson,
    trace: SignInTrace,
  ): Promise<void> {
    if (flow.purpose === 'test') {
      const { result } = await this.tests.complete(flow, verified, trace);
      return answerPage(response, 200, testResultPage(result, trace.reference));
    }
    const signedIn = await this.signIns.complete(flow, verified, trace);
    const { connection, interactionId } = flow;
    await this.after.answer(request, response, { ...signedIn, connection, interactionId });
  }
}
