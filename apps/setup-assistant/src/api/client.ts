import createClient from 'openapi-fetch';
import type { components, paths } from '../../../enterprise-admin/client/admin-api.js';
import { ApiProblem, type ProblemDocument } from './api-problem.js';

/** The documents of the administration API. */
export type Schemas = components['schemas'];

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD'];

let csrfToken = '';

/** Proves from now on that changes were asked for by this page. */
export function sendCsrfToken(token: string): void {
  csrfToken = token;
}

/** The administration API, asked with the cookie of the setup session. */
export const api = createClient<paths>({ baseUrl: new URL('../api', document.baseURI).href });

api.use({
  onRequest({ request }) {
    if (!SAFE_METHODS.includes(request.method)) request.headers.set('X-CSRF-Token', csrfToken);
    return request;
  },
});

/**
 * What a request was answered.
 * @throws ApiProblem when it was refused or nobody answered
 */
export async function answerTo<Data>(
  request: Promise<{ readonly data?: Data; readonly error?: unknown; readonly response: Response }>,
): Promise<NonNullable<Data>> {
  const { data, error, response } = await request.catch((cause: unknown) => {
    throw ApiProblem.unreachable(cause);
  });
  if (!response.ok) throw ApiProblem.refused(response.status, toDocument(error));
  return data as NonNullable<Data>;
}

function toDocument(error: unknown): Partial<ProblemDocument> {
  return typeof error === 'object' && error !== null ? error : {};
}
