/** A request and its answer, as they were on the wire. */
export interface Captured {
  readonly method: string;
  /** With the host. */
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
}

/** Where in SCIM a request goes. */
export interface Endpoint {
  /** `/Users`, `/Groups`, `/ServiceProviderConfig`, …; empty when it is no SCIM request. */
  readonly name: string;
  /** What stands behind it, still encoded; or empty. */
  readonly id: string;
  /** Without the question mark, still encoded; or empty. */
  readonly query: string;
}

const endpoint =
  /\/(Users|Groups|Me|ServiceProviderConfig|ResourceTypes|Schemas|Bulk|\.search)(?:\/([^/?#]*))?\/?(?:\?([^#]*))?$/;

/** Takes a URL apart. */
export function endpointOf(url: string): Endpoint {
  const [, name, id = '', query = ''] = endpoint.exec(url) ?? [];
  return { name: name === undefined ? '' : `/${name}`, id, query };
}

/** Broken encodings are left as they are. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
