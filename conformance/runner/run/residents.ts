import type { HttpExchange } from '../http/client.ts';
import type { Json, JsonObject } from '../profile/exchange.ts';
import { type Directory, isUnknownThere, objectOf, tellAnswer } from '../scene/directory.ts';
import type { Ownership } from '../scene/ownership.ts';
import { isList, isObject } from '../template.ts';
import { CannotRun, type Target } from './target.ts';

const ON_PAGE = 100;

/**
 * Looks who is there before the run. With `--allow-existing` all of them are remembered, so that nobody is touched.
 * @returns whether nobody is there
 * @throws CannotRun when somebody is and may not be, or when it cannot be told who
 */
export async function findResidents(target: Target, directory: Directory, allowExisting: boolean): Promise<boolean> {
  const users = countUsers(target, await directory.send('GET', '/Users?startIndex=1&count=1'));
  if (users > 0 && !allowExisting) throw holds(target, users, 'user');
  const answered = await directory.send('GET', '/Groups?startIndex=1&count=1');
  if (allowExisting) mustTellGroups(target, answered);
  const groups = totalOf(answered) ?? 0;
  if (groups > 0 && !allowExisting) throw holds(target, groups, 'group');
  if (users > 0) await remember(target, directory, 'Users');
  if (groups > 0) await remember(target, directory, 'Groups');
  return users === 0 && groups === 0;
}

/** What a report shows of a list: of those whom the suite has not made nothing but the ids. */
export function withoutOthers(exchange: HttpExchange, ownership: Ownership): HttpExchange {
  const body = objectOf(exchange.answer);
  const resources = body?.['Resources'];
  if (!exchange.answer || !isList(resources) || resources.every(each => isOwn(each, ownership))) return exchange;
  const shown = resources.map(each => (isOwn(each, ownership) ? each : onlyId(each)));
  return { ...exchange, answer: { ...exchange.answer, body: JSON.stringify({ ...body, Resources: shown }) } };
}

async function remember(target: Target, directory: Directory, endpoint: 'Users' | 'Groups'): Promise<void> {
  const seen = new Set<string>();
  for (let total = Infinity; seen.size < total;) {
    const before = seen.size;
    const answered = await directory.send('GET', `/${endpoint}?startIndex=${before + 1}&count=${ON_PAGE}`);
    const told = totalOf(answered);
    if (told === undefined) throw cannotTell(target, `/${endpoint}`, tellAnswer(answered));
    total = told;
    idsIn(answered).forEach(id => seen.add(id));
    if (seen.size === before && before < total) {
      throw cannotTell(target, `/${endpoint}`, `${before} of ${total} came, page by page`);
    }
  }
  for (const id of seen) directory.ownership.noteBefore(endpoint, id);
}

function idsIn({ answer }: HttpExchange): string[] {
  const resources = objectOf(answer)?.['Resources'];
  return (isList(resources) ? resources : []).flatMap(resource => idOf(resource) ?? []);
}

function countUsers({ baseUrl }: Target, answered: HttpExchange): number {
  const { answer } = answered;
  if (!answer) throw new CannotRun(`Cannot reach ${baseUrl}: ${answered.error ?? ''}.`);
  const asked = `GET ${baseUrl}/Users`;
  if (answer.status === 401 || answer.status === 403) {
    throw new CannotRun(`The token is not accepted: ${asked} is ${tellAnswer(answered)}.`);
  }
  const total = totalOf(answered);
  if (total !== undefined) return total;
  throw new CannotRun(
    answer.status === 200
      ? `${asked} is not answered with a ListResponse that has totalResults. Is this the base URL of a SCIM 2.0 server?`
      : `${asked} is ${tellAnswer(answered)}. Is this the base URL of a SCIM 2.0 server?`,
  );
}

/** Where there are no groups, nobody is in danger. */
function mustTellGroups(target: Target, answered: HttpExchange): void {
  const isThere = answered.answer?.status !== 404 && !isUnknownThere(answered.answer);
  if (isThere && totalOf(answered) === undefined) throw cannotTell(target, '/Groups', tellAnswer(answered));
}

function totalOf({ answer }: HttpExchange): number | undefined {
  const total = objectOf(answer)?.['totalResults'];
  return answer?.status === 200 && typeof total === 'number' ? total : undefined;
}

function holds({ baseUrl }: Target, existing: number, what: 'user' | 'group'): CannotRun {
  return new CannotRun(
    `${baseUrl} holds ${existing} ${existing === 1 ? what : `${what}s`}. The suite makes, changes and deletes its own, and ` +
      'leaves others alone; still, run it against an empty directory, or say --allow-existing.',
  );
}

function cannotTell({ baseUrl }: Target, path: string, why: string): CannotRun {
  return new CannotRun(
    `Who is there already cannot be told: ${baseUrl}${path}: ${why}. Nothing was changed; run it against an empty directory.`,
  );
}

function isOwn(resource: Json, ownership: Ownership): boolean {
  const id = idOf(resource);
  return id !== undefined && ownership.hasMade(id);
}

function onlyId(resource: Json): JsonObject {
  return { id: idOf(resource) ?? null };
}

function idOf(resource: Json): string | undefined {
  return isObject(resource) && typeof resource['id'] === 'string' ? resource['id'] : undefined;
}
