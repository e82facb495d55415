import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState } from './error-state.js';
import { Skeleton } from './skeleton.js';

interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** How high what is loaded is, as a class. */
  readonly height?: string;
  readonly children: (data: Data) => ReactNode;
}

/** Shows what was asked for; until it is there its place, or what went wrong. */
export function Loaded<Data>({ query, height, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Skeleton {...(height !== undefined && { className: height })} />;
}
