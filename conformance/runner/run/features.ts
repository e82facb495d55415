import type { HttpAnswer } from '../http/client.ts';
import type { ExchangeRequest, Feature, JsonObject } from '../profile/exchange.ts';
import { type Directory, isUnknownThere, objectOf } from '../scene/directory.ts';
import { isObject } from '../template.ts';

/** The features that have a switch of the same name in the ServiceProviderConfig. */
const switches = ['patch', 'bulk', 'filter', 'sort', 'etag'] as const;

/** What a server says it has: its ServiceProviderConfig (RFC 7643 §5, RFC 9865 §4), and its answers to what it does not know. */
export class Features {
  private readonly lacks: ReadonlySet<Feature>;
  private readonly promised: ReadonlySet<Feature>;

  private constructor(lacks: ReadonlySet<Feature>, promised: ReadonlySet<Feature>) {
    this.lacks = lacks;
    this.promised = promised;
  }

  /** Asks the server once. */
  static async detect(directory: Directory): Promise<Features> {
    const { answer } = await directory.send('GET', '/ServiceProviderConfig');
    const groups = await directory.send('GET', '/Groups?startIndex=1&count=1');
    const config = answer?.status === 200 ? objectOf(answer) : undefined;
    const lacks = new Set<Feature>(switches.filter(feature => saysOf(config, feature) === false));
    if (!hasCursors(config)) lacks.add('cursor');
    if (isNoEndpoint(answer)) lacks.add('discovery');
    if (isNoEndpoint(groups.answer)) lacks.add('groups');
    return new Features(lacks, new Set(switches.filter(feature => saysOf(config, feature) === true)));
  }

  /** Those of the needed features that are not there. */
  lacking(needs: readonly Feature[]): Feature[] {
    return needs.filter(feature => this.lacks.has(feature));
  }

  /** Those of the needed features that an answer says are not there: what is promised must not be answered so. */
  deniedBy(needs: readonly Feature[], { method, path }: ExchangeRequest, answer: HttpAnswer | undefined): Feature[] {
    if (!isUnknownThere(answer)) return [];
    const asked: Partial<Record<Feature, boolean>> = {
      delete: method === 'DELETE',
      patch: method === 'PATCH',
      search: path.includes('/.search'),
      bulk: path.startsWith('/Bulk'),
      discovery: /^\/(?:ServiceProviderConfig|ResourceTypes|Schemas)/.test(path),
    };
    return needs.filter(feature => asked[feature] === true && !this.promised.has(feature));
  }
}

/** A list has nothing to be absent: 404 is about the endpoint, whatever the body says. */
function isNoEndpoint(answer: HttpAnswer | undefined): boolean {
  return answer?.status === 404 || isUnknownThere(answer);
}

function hasCursors(config: JsonObject | undefined): boolean {
  const pagination = config?.['pagination'];
  return isObject(pagination) && pagination['cursor'] === true;
}

function saysOf(config: JsonObject | undefined, feature: string): boolean | undefined {
  const said = config?.[feature];
  const supported = isObject(said) ? said['supported'] : undefined;
  return typeof supported === 'boolean' ? supported : undefined;
}
