import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ConnectionKey } from '#libs/persistence';
import type { SignedIn } from '#libs/sign-in';
import { answerPage } from './pages/answer-page.js';
import { messagePage } from './pages/message-page.js';

/** Somebody who is signed in, and the interaction of the OpenID provider that waits for it, if one does. */
export interface FinishedSignIn extends SignedIn {
  readonly connection: ConnectionKey;
  readonly interactionId: string | null;
}

/** What a browser is answered in which somebody has signed in: here nobody waits for it, so it is only told so. */
@Injectable()
export class AfterSignIn {
  answer(_request: Request, response: Response, _signIn: FinishedSignIn): Promise<void> {
    const page = messagePage({ title: 'You are signed in', text: 'Go back to the application that you came from.' });
    answerPage(response, 200, page);
    return Promise.resolve();
  }
}
