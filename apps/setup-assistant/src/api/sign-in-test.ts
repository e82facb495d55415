import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answerTo, api, type Schemas } from './client.js';
import { refreshConnection } from './connection.js';
import { useConnectionPath } from './use-session.js';

/** A test sign-in and what it came to. */
export type SignInTest = Schemas['SignInTest'];
/** What a test sign-in came to. */
export type SignInTestResult = NonNullable<SignInTest['result']>;

const PATH = '/v1/enterprises/{enterpriseId}/connections/{connectionId}/sso-test-sign-ins';
const EVERY_MS = 2000;

/** Makes a test sign-in. */
export function useStartTest() {
  const params = useConnectionPath();
  return useMutation({ mutationFn: () => answerTo(api.POST(PATH, { params })) });
}

/** A test sign-in until it has come back; then the connection is read again. */
export function useSignInTest(started: SignInTest | undefined): SignInTest | undefined {
  const { path } = useConnectionPath();
  const queryClient = useQueryClient();
  const { data } = useQuery({
    queryKey: ['sign-in-test', started?.id],
    enabled: started !== undefined,
    refetchInterval: ({ state }) => (state.data?.result ? false : EVERY_MS),
    queryFn: () =>
      answerTo(api.GET(`${PATH}/{signInTestId}`, { params: { path: { ...path, signInTestId: started?.id ?? '' } } })),
  });
  const isBack = Boolean(data?.result);
  useEffect(() => {
    if (isBack) void refreshConnection(queryClient);
  }, [isBack, queryClient]);
  return data;
}
