import { useQuery } from '@tanstack/react-query';
import { useChange } from './changes.js';
import { answerTo, api } from './client.js';
import { useConnectionPath } from './use-session.js';

const PATH = '/v1/enterprises/{enterpriseId}/connections/{connectionId}/attribute-mapping';

/** A source as the API answers it; the document is described no further there. */
export interface MappingSource {
  readonly attribute?: string;
  readonly claim?: string;
  readonly nameId?: boolean;
  readonly join?: readonly MappingSource[];
}

type Sources = Readonly<Partial<Record<'saml' | 'oidc', readonly MappingSource[]>>>;

/** The document of an attribute mapping, as far as sign-ins go. */
export interface MappingDocument {
  readonly targets: Readonly<
    Record<
      string,
      { readonly required: boolean; readonly sources: Sources; readonly profiles: Readonly<Record<string, Sources>> }
    >
  >;
}

/** The attribute mapping of the connection, and what the latest version would change. */
export function useAttributeMapping() {
  const params = useConnectionPath();
  return useQuery({
    queryKey: ['connection', 'attribute-mapping'],
    queryFn: async () => {
      const answer = await answerTo(api.GET(PATH, { params }));
      return { ...answer, mapping: answer.mapping as unknown as MappingDocument };
    },
  });
}

/** Accepts the latest version, whose changes were seen. */
export function useAcceptMapping() {
  const params = useConnectionPath();
  return useChange((version: number) => answerTo(api.POST(`${PATH}/accept`, { params, body: { version } })));
}
