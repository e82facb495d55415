import { useQuery } from '@tanstack/react-query';
import { useChange } from './changes.js';
import { answerTo, api, type Schemas } from './client.js';
import { useConnectionPath, useMay } from './use-session.js';

/** A domain of e-mail addresses. */
export type Domain = Schemas['Domain'];

const PATH = '/v1/enterprises/{enterpriseId}/connections/{connectionId}/domains';

/** The domains of the connection. Nothing is asked where they may not be seen. */
export function useDomains() {
  const params = useConnectionPath();
  const isAllowed = useMay('domains:read');
  return useQuery({
    queryKey: ['connection', 'domains'],
    enabled: isAllowed,
    queryFn: () => answerTo(api.GET(PATH, { params })),
  });
}

/** Adds a domain, which is still to be verified. */
export function useAddDomain(onDone: () => void) {
  const params = useConnectionPath();
  return useChange((name: string) => answerTo(api.POST(PATH, { params, body: { name, policy: 'optional' } })), onDone);
}

/** Looks for the record of a domain. */
export function useVerifyDomain() {
  const { path } = useConnectionPath();
  return useChange((domainId: string) =>
    answerTo(api.POST(`${PATH}/{domainId}/verify`, { params: { path: { ...path, domainId } } })),
  );
}
