import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useChange } from './changes.js';
import { answerTo, api, type Schemas } from './client.js';
import { useConnectionPath } from './use-session.js';

/** What a change would do to accounts. */
export type ImpactPreview = Schemas['ImpactPreview'];
/** Which people of it are listed. */
export type ImpactCategory =
  | 'matched'
  | 'created'
  | 'deactivated'
  | 'reactivated'
  | 'conflicting'
  | 'not_covered'
  | 'administrators';

const PATH = '/v1/enterprises/{enterpriseId}/connections/{connectionId}/impact-previews';
const EVERY_MS = 700;

/** Begins to look at what enabling would do. */
export function useLookAtImpact() {
  const params = useConnectionPath();
  return useMutation({
    mutationFn: () => answerTo(api.POST(PATH, { params, body: { purpose: { kind: 'enable' } } })),
  });
}

/** How far that is, until it is done. */
export function useImpactPreview(begun: ImpactPreview | undefined) {
  const { path } = useConnectionPath();
  return useQuery({
    queryKey: ['impact-preview', begun?.id],
    enabled: begun !== undefined,
    initialData: begun,
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? EVERY_MS : false),
    queryFn: () =>
      answerTo(
        api.GET(`${PATH}/{impactPreviewId}`, { params: { path: { ...path, impactPreviewId: begun?.id ?? '' } } }),
      ),
  });
}

/** The people of a preview, page by page. */
export function useImpactItems({ id }: Pick<ImpactPreview, 'id'>, category: ImpactCategory) {
  const { path } = useConnectionPath();
  return useInfiniteQuery({
    queryKey: ['impact-preview', id, category],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answerTo(
        api.GET(`${PATH}/{impactPreviewId}/items`, {
          params: {
            path: { ...path, impactPreviewId: id },
            query: { category, limit: 20, ...(pageParam !== '' && { cursor: pageParam }) },
          },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** Enables the connection, after its impact was looked at. */
export function useEnable(onDone: () => void) {
  const params = useConnectionPath();
  return useChange(
    (previewId: string) =>
      answerTo(
        api.POST('/v1/enterprises/{enterpriseId}/connections/{connectionId}/enable', { params, body: { previewId } }),
      ),
    onDone,
  );
}
