/** Where a request goes, read as the service reads it. */
export interface RequestTarget {
  readonly endpoint: 'users' | 'groups' | 'bulk' | 'search' | 'discovery' | 'base' | 'other';
  /** The id of one resource. */
  readonly id?: string;
  /** `POST …/.search`. */
  readonly isSearch: boolean;
  readonly query: URLSearchParams;
  /** The path with one slash where there were more, with its query as received. */
  readonly path: string;
}

const DISCOVERY = /^(?:serviceproviderconfig|resourcetypes|schemas)$/;
const NAMES: Readonly<Record<string, RequestTarget['endpoint']>> = {
  '': 'base',
  users: 'users',
  groups: 'groups',
  bulk: 'bulk',
  '.search': 'search',
};

/** Reads a path below the base URL. */
export function readTarget(received: string): RequestTarget {
  const [before = '', ...rest] = received.split('?');
  const path = before
    .replaceAll(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '')
    .replace(/\.scim$/, '');
  const query = rest.join('?');
  const [name = '', id] = path.split('/').slice(1);
  const known = NAMES[name.toLowerCase()] ?? (DISCOVERY.test(name.toLowerCase()) ? 'discovery' : 'other');
  const isSearch = known === 'search' || id === '.search';
  return {
    endpoint: known,
    ...(id !== undefined && !isSearch && known !== 'discovery' && { id }),
    isSearch,
    query: new URLSearchParams(query),
    path: query === '' ? path : `${path}?${query}`,
  };
}
