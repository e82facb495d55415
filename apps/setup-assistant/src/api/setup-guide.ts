import { useQuery } from '@tanstack/react-query';
import { answerTo, api, type Schemas } from './client.js';
import { useConnectionPath } from './use-session.js';

/** What is done in one place of the identity provider's console. */
export type GuideStep = Schemas['SetupGuideStep'];
/** One thing to do there. */
export type GuideField = Schemas['SetupGuideField'];

/** What to do at the identity provider, with the values of the connection. */
export function useSetupGuide() {
  const params = useConnectionPath();
  return useQuery({
    queryKey: ['connection', 'setup-guide'],
    queryFn: () =>
      answerTo(api.GET('/v1/enterprises/{enterpriseId}/connections/{connectionId}/setup-guide', { params })),
  });
}
