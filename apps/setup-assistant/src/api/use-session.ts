import { createContext, use } from 'react';
import type { Session } from './session.js';

/** The session of the pages that are shown in one. */
export const SessionContext = createContext<Session | null>(null);

/** The session; only for pages that are shown in one. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('This is shown in a session only.');
  return session;
}

/** The path parameters of the connection that is set up. */
export function useConnectionPath(): {
  readonly path: { readonly enterpriseId: string; readonly connectionId: string };
} {
  const { enterpriseId, connectionId } = useSession();
  return { path: { enterpriseId, connectionId } };
}

/** Whether the session may do something. */
export function useMay(permission: string): boolean {
  return useSession().permissions.some(permitted => permitted === permission);
}
