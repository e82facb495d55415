import { queryOptions } from '@tanstack/react-query';
import { answerTo, api, type Schemas, sendCsrfToken } from './client.js';
import { ApiProblem } from './api-problem.js';

/** What this browser may do, with which connection. */
export type Session = Schemas['SetupSession'];

/** Where the session is kept. */
export const sessionKey = ['session'] as const;

/** The session of the cookie; null when there is none or it is over. */
export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  staleTime: Infinity,
  refetchOnWindowFocus: false,
  queryFn: async (): Promise<Session | null> => {
    try {
      return begin(await answerTo(api.GET('/v1/setup-session')));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

/**
 * Opens a setup link.
 * @throws ApiProblem `setup_link_refused`, `too_many_requests`
 */
export async function openSetupLink(secret: string): Promise<Session> {
  return begin(await answerTo(api.POST('/v1/setup-sessions', { body: { secret } })));
}

/** Ends the session; the link can be opened again, as long as it can. */
export async function endSession(): Promise<void> {
  await answerTo(api.DELETE('/v1/setup-session'));
}

function begin(session: Session): Session {
  sendCsrfToken(session.csrfToken);
  return session;
}
