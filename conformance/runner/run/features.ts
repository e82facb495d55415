import type { HttpAnswer } from '../http/client.ts';
import type { ExchangeRequest, Feature, JsonObject } from '../profile/exchange.ts';
import { type Directory, isUnknownThere, objectOf } from '../scene/directory.ts';
import { isObject } from '../template.ts';

/** The features that have a switch of the same name in the ServiceProviderConfig. */
const switches = ['patch', 'bulk', 'filter', 'sort', 'etag'] as const;

/** What nobody can expect of a server that has no ServiceProviderConfig to say it in, unless it shows it. */
const optional = ['etag', 'sort', 'bulk', 'cursor', 'search'] as const;

/** What a server says it has: its ServiceProviderConfig (RFC 7643 §5, RFC 9865 §4), and its answers to what it does not know. */
export class Features {
  private readonly lacks: Set<Feature>;
  private readonly promised: ReadonlySet<Feature>;
  private readonly unsaid: Set<Feature>;

  private constructor(lacks: Set<Feature>, promised: ReadonlySet<Feature>, unsaid: Set<Feature>) {
    this.lacks = lacks;
    this.promised = promised;
    this.unsaid = unsaid;
  }

  /** Asks the server once. */
  static async detect(directory: Directory): Promise<Features> {
    const { answer } = await directory.send('GET', '/ServiceProviderConfig');
    const groups = await directory.send('GET', '/Groups?startIndex=1&count=1');
    const config = answer?.status === 200 ? objectOf(answer) : undefined;
    const lacks = new Set<Feature>(switches.filter(feature => saysOf(config, feature) === false));
    const isUnsaid = isNoEndpoint(answer);
    if (!hasCursors(config) && !isUnsaid) lacks.add('cursor');
    if (isUnsaid) lacks.add('discovery');
    if (isNoEndpoint(groups.answer)) lacks.add('groups');
    const promised = switches.filter(feature => saysOf(config, feature) === true);
    return new Features(lacks, new Set(promised), new Set(isUnsaid ? optional : []));
  }

  /** Those of the needed features that are not there. */
  lacking(needs: readonly Feature[]): Feature[] {
    return needs.filter(feature => this.lacks.has(feature) || this.unsaid.has(feature));
  }

  /** Those that no answer to come will show, either. */
  lackingForGood(needs: readonly Feature[]): Feature[] {
    return this.lacking(needs).filter(feature => feature !== 'etag' || !this.unsaid.has(feature));
  }

  /** An answer may show what no ServiceProviderConfig says. */
  learn(answer: HttpAnswer | undefined): void {
    if (this.unsaid.size === 0 || !answer || answer.status >= 300) return;
    const body = objectOf(answer);
    const meta = body?.['meta'];
    const hasVersion = isObject(meta) && typeof meta['version'] === 'string';
    if (hasVersion || answer.headers['etag'] !== undefined) this.unsaid.delete('etag');
    if (typeof body?.['nextCursor'] === 'string') this.unsaid.delete('cursor');
  }

  /** Those of the needed features that an answer says are not there: what is promised must not be answered so. */
  deniedBy(needs: readonly Feature[], { method, path }: ExchangeRequest, answer: HttpAnswer | undefined): Feature[] {
    const [endpoint = ''] = path.split('?');
    const isSearch = endpoint.endsWith('/.search');
    const isBulk = endpoint.endsWith('/Bulk');
    // There is no resource at these that could be absent: a SCIM error says no more than any other 404.
    const isNotThere = isUnknownThere(answer) || ((isSearch || isBulk) && answer?.status === 404);
    if (!isNotThere) return [];
    const asked: Partial<Record<Feature, boolean>> = {
      delete: method === 'DELETE',
      patch: method === 'PATCH',
      search: isSearch,
      bulk: isBulk,
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
