/** What is wrong with a request to single sign-on, when no sign-in was refused: its text may be shown to anybody. */
export class SsoProblem extends Error {
  override readonly name = 'SsoProblem';

  private constructor(
    readonly status: number,
    readonly title: string,
    message: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }

  /** There is no such page, or no such connection: nobody is told which. */
  static notFound(): SsoProblem {
    return new SsoProblem(404, 'Nothing is here', 'The address is wrong, or what was here is gone.');
  }

  static testOver(): SsoProblem {
    return new SsoProblem(
      410,
      'This test is over',
      'The link of a test sign-in is good for an hour, and until it has come back. Make another one where you got it.',
    );
  }

  /** It took too long, or was begun in another browser. */
  static interactionOver(): SsoProblem {
    return new SsoProblem(
      400,
      'This sign-in is over',
      'Go back to the application that you came from, and begin again.',
    );
  }

  static notSetUp(): SsoProblem {
    return new SsoProblem(409, 'Not set up yet', 'Single sign-on of this connection has no settings yet.');
  }

  static badRequest(): SsoProblem {
    return new SsoProblem(400, 'This does not work', 'The request is not one that a sign-in makes. Begin again.');
  }

  static tooMany(retryAfterSeconds: number): SsoProblem {
    return new SsoProblem(429, 'Too many sign-ins', 'Wait for a moment, then try again.', retryAfterSeconds);
  }

  static unavailable(): SsoProblem {
    return new SsoProblem(503, 'Not available', 'Signing in does not work at the moment. Try again soon.', 5);
  }

  static internal(): SsoProblem {
    return new SsoProblem(500, 'Something went wrong', 'It has been noted. Try again.');
  }
}
