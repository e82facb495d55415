import { setupFeatures } from '#libs/persistence';
import { type Need, setupPermissionsOf } from '../http/permissions.js';
import type { Parameter } from './schema.js';

/** Who may call an operation, in the words of OpenAPI. */
interface Access {
  /** One of these is enough; none is needed when there is none. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly headers: readonly Parameter[];
}

const csrfToken: Parameter = {
  name: 'X-CSRF-Token',
  in: 'header',
  required: false,
  description: 'The `csrfToken` of the setup session that the cookie is of; needed with it, and not with an API key.',
  schema: { type: 'string' },
};

const ofSetup: ReadonlySet<Need> = setupPermissionsOf(setupFeatures);

/** Who may call an operation: a setup session only what is of its one connection. */
export function accessOf({ path, method }: { readonly path: string; readonly method: string }, need: Need): Access {
  if (need === 'nothing') return { security: [], headers: [] };
  const isOfSetup = need === 'setup-session' || (path.includes('{connectionId}') && ofSetup.has(need));
  return {
    security: [...(need === 'setup-session' ? [] : [{ apiKey: [] }]), ...(isOfSetup ? [{ setupSession: [] }] : [])],
    headers: isOfSetup && method !== 'get' ? [csrfToken] : [],
  };
}
