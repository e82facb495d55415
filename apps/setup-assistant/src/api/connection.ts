import { type QueryClient, useQuery } from '@tanstack/react-query';
import { answerTo, api, type Schemas } from './client.js';
import { useConnectionPath } from './use-session.js';

/** The connection that is set up. */
export type Connection = Schemas['Connection'];
/** How it is, and what is wrong with it. */
export type ConnectionWarnings = Schemas['ConnectionWarnings'];
/** How it is provisioned. */
export type ProvisioningSettings = Schemas['ProvisioningSettings'];

/** What a change of the connection makes worth reading again. */
const keys = {
  connection: ['connection'],
  warnings: ['connection', 'warnings'],
  provisioning: ['connection', 'provisioning-settings'],
} as const;

/** The connection. */
export function useConnection() {
  const params = useConnectionPath();
  return useQuery({
    queryKey: [...keys.connection, 'itself'],
    queryFn: () => answerTo(api.GET('/v1/enterprises/{enterpriseId}/connections/{connectionId}', { params })),
  });
}

/** Its health and its warnings. */
export function useWarnings() {
  const params = useConnectionPath();
  return useQuery({
    queryKey: keys.warnings,
    queryFn: () => answerTo(api.GET('/v1/enterprises/{enterpriseId}/connections/{connectionId}/warnings', { params })),
  });
}

/** How it is provisioned. */
export function useProvisioningSettings() {
  const params = useConnectionPath();
  return useQuery({
    queryKey: keys.provisioning,
    queryFn: () =>
      answerTo(api.GET('/v1/enterprises/{enterpriseId}/connections/{connectionId}/provisioning-settings', { params })),
  });
}

/** The settings of single sign-on that are edited: those that are pending, or the live ones. */
export function useEditedSso(connection: Connection | undefined): Connection['sso'] {
  const params = useConnectionPath();
  const { data } = useQuery({
    queryKey: [...keys.connection, 'pending-revision'],
    enabled: connection?.hasPendingRevision === true,
    queryFn: () =>
      answerTo(api.GET('/v1/enterprises/{enterpriseId}/connections/{connectionId}/pending-revision', { params })),
  });
  return connection?.hasPendingRevision === true && data ? data.sso : (connection?.sso ?? null);
}

/** Has everything that is known of the connection read again. */
export async function refreshConnection(queryClient: QueryClient): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: keys.connection });
}
