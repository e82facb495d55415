import { adviceFor } from '#libs/idp-profiles';
import { readTarget } from '../request-target.js';
import { type LintedRequest, namedIds, type RequestFinding, type TrafficSample } from './finding.js';

/** Fewer people than this may have lost a value on purpose. */
const PEOPLE_WHO_LOSE = 3;
/** Fewer requests than this about people who are gone are the ordinary end of a life. */
const STALE_REQUESTS = 5;

/** Finds an attribute that several people have lost lately: a mapping that sends nothing, or null, where there was something. */
export function valuesLost({ requests, profile }: TrafficSample): RequestFinding | undefined {
  const losses = requests.flatMap(request => lostIn(request).map(name => ({ name, request })));
  const byAttribute = Map.groupBy(losses, ({ name }) => name);
  const [worst] = [...byAttribute].toSorted(([, a], [, b]) => peopleIn(b) - peopleIn(a));
  if (!worst || peopleIn(worst[1]) < PEOPLE_WHO_LOSE) return undefined;
  const [name, found] = worst;
  return {
    code: 'VALUES_LOST',
    message: `${peopleIn(found)} people lost "${name}": the identity provider sent null or left it out. If it is not meant to be empty, correct its mapping.`,
    clickPath:
      adviceFor(profile, { status: 400, scimType: null, namesResource: false, isOfGroup: false })?.clickPath ?? '',
    requestIds: namedIds(found.map(({ request }) => request)),
    count: peopleIn(found),
  };
}

function lostIn({ method, touched }: LintedRequest): readonly string[] {
  if (method !== 'PUT' && method !== 'PATCH') return [];
  if (touched?.type !== 'User') return [];
  return (touched.changes ?? [])
    .filter(({ before, after }) => before !== undefined && after === undefined)
    .map(({ attribute }) => attribute);
}

function peopleIn(losses: readonly { readonly request: LintedRequest }[]): number {
  return new Set(losses.map(({ request }) => request.touched?.id)).size;
}

/** Finds that an identity provider goes on using ids that are gone. */
export function staleIds({ requests, profile }: TrafficSample): RequestFinding | undefined {
  const stale = requests.filter(({ status, path }) => status === 404 && namesResource(path));
  if (stale.length < STALE_REQUESTS) return undefined;
  const advice = adviceFor(profile, { status: 404, scimType: null, namesResource: true, isOfGroup: false });
  return {
    code: 'STALE_IDS',
    message: `${stale.length} of the last ${requests.length} requests named users or groups that are not there. ${advice?.advice ?? ''}`,
    clickPath: advice?.clickPath ?? '',
    requestIds: namedIds(stale),
    count: stale.length,
  };
}

function namesResource(path: string): boolean {
  const { endpoint, id } = readTarget(path);
  return id !== undefined && (endpoint === 'users' || endpoint === 'groups');
}
