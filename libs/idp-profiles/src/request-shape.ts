/** What of a SCIM request tells which identity provider sent it. */
export interface RequestShape {
  readonly method: string;
  /** Below the base URL, with its query. */
  readonly path: string;
  readonly userAgent: string | null;
  /** The header `ADSCIMVersion`. */
  readonly adScimVersion: string | null;
  /** The JSON of the body; undefined when there is none. */
  readonly body: unknown;
}

/** A path as people write it; one that cannot be decoded stays. */
export function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    return path;
  }
}
