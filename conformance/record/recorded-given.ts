import type { ExchangeRequest, ExpectedResponse, Given } from '../runner/profile/exchange.ts';
import { templatesIn } from '../runner/template.ts';
import { type Captured, endpointOf } from './captured.ts';
import type { Cast } from './cast.ts';
import { parseJson, resourcesIn } from './learn-cast.ts';

/** Who must be there before a captured request, as far as it can be seen in the request and its answer. */
export function recordedGiven(
  captured: Captured,
  request: ExchangeRequest,
  response: ExpectedResponse,
  cast: Cast,
): Given[] {
  const names = new Set(namesWith('id', [request, response]));
  const { method, status } = captured;
  // Whoever is there already cannot be made once more.
  if (method === 'POST' && status === 409) {
    for (const attribute of ['userName', 'displayName', 'externalId']) {
      for (const name of namesWith(attribute, request.body)) names.add(name);
    }
  }
  const people = [...names].filter(name => !cast.isGroup(name));
  const members = membersBefore(captured, request, response).filter(name => people.includes(name));
  return [
    ...people.map(user => ({ user, ...stateOf(user, captured, request) })),
    ...[...names].filter(name => cast.isGroup(name)).map(group => ({ group, ...(members.length > 0 && { members }) })),
  ];
}

function namesWith(attribute: string, value: unknown): string[] {
  const templates = templatesIn(value ?? null).map(({ expression }) => expression.split('.'));
  return templates.flatMap(([name = '', asked]) => (asked === attribute ? [name] : []));
}

function stateOf(user: string, captured: Captured, { path }: ExchangeRequest): { deleted?: true; active?: false } {
  if (captured.status === 404 && path.includes(`{{${user}.id}}`)) return { deleted: true };
  const [resource, ...others] = resourcesIn(parseJson(captured.responseBody));
  const isInactive = captured.method === 'GET' && others.length === 0 && resource?.['active'] === false;
  return isInactive ? { active: false } : {};
}

/** Those who are seen in a group that is read, and those who are taken out of it. */
function membersBefore({ url, method }: Captured, request: ExchangeRequest, response: ExpectedResponse): string[] {
  if (endpointOf(url).name !== '/Groups') return [];
  const text = JSON.stringify(request.body ?? '');
  if (method === 'PATCH') return /"op":"remove"/i.test(text) ? namesWith('id', request.body) : [];
  return method === 'GET' ? namesWith('id', response.body) : [];
}
