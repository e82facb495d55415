/**
 * Gives the entity tag of a version of a resource, for `meta.version` and the ETag header alike (RFC 7644 §3.14).
 *
 * @param shown tells apart representations of one version that show something which is no part of it, such as the groups a
 * user is in
 */
export function toEntityTag(version: number, shown?: string): string {
  return shown === undefined ? `W/"${version}"` : `W/"${version}-${shown}"`;
}
