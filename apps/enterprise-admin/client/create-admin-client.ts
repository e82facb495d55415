import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './admin-api.js';

/** A client of the administration API whose paths, bodies and answers are typed by the OpenAPI document. */
export type AdminClient = Client<paths>;

/**
 * Makes a client.
 * @param access `baseUrl` ends in `/api`, as the document's `servers` say.
 * @example
 * const client = createAdminClient({ baseUrl: 'https://sso.example.com/api', apiKey });
 * const { data, error } = await client.GET('/v1/enterprises');
 */
export function createAdminClient(access: { readonly baseUrl: string; readonly apiKey: string }): AdminClient {
  return createClient<paths>({ baseUrl: access.baseUrl, headers: { Authorization: `Bearer ${access.apiKey}` } });
}
