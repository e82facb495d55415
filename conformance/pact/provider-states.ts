import type { Exchange, Given, JsonObject } from '../runner/profile/exchange.ts';
import { templatesIn } from '../runner/template.ts';
import type { ProviderState } from './pact-format.ts';

/** The names of the provider states; `params` are as in an exchange's `given`. */
export const STATES = {
  user: 'a user',
  inactiveUser: 'an inactive user',
  deletedUser: 'a deleted user',
  crowd: 'a crowd of users',
  group: 'a group',
  nobody: 'nobody of this name',
  noGroup: 'no group of this name',
  revoked: 'a revoked token',
  nothing: 'nothing in particular',
} as const;

/** What must be there before an exchange, and who must not. There is always one, so that there is a time to clear up. */
export function providerStates({ given = [], request }: Exchange, groups: ReadonlySet<string>): ProviderState[] {
  const known = new Set(given.flatMap(namesOf));
  const mentioned = new Set(templatesIn(request).map(({ expression }) => expression.split('.')[0] ?? ''));
  const absent = [...mentioned].filter(name => !known.has(name) && !['baseUrl', 'random', 'page'].includes(name));
  const states = [
    ...given.map(each => ({ name: stateOf(each), params: each as unknown as JsonObject })),
    ...absent.map(name =>
      groups.has(name)
        ? { name: STATES.noGroup, params: { group: name } }
        : { name: STATES.nobody, params: { user: name } },
    ),
    ...(request.credential === 'revoked' ? [{ name: STATES.revoked, params: {} }] : []),
  ];
  return states.length > 0 ? states : [{ name: STATES.nothing, params: {} }];
}

function stateOf(given: Given): string {
  if ('crowd' in given) return STATES.crowd;
  if ('group' in given) return STATES.group;
  if (given.deleted === true) return STATES.deletedUser;
  return given.active === false ? STATES.inactiveUser : STATES.user;
}

function namesOf(given: Given): string[] {
  if ('user' in given) return [given.user];
  if ('group' in given) return [given.group];
  return Array.from({ length: given.users }, (_, index) => `${given.crowd}${index + 1}`);
}
