/** Gives the entity tag of a version of a resource, for `meta.version` and the ETag header alike (RFC 7644 §3.14). */
export function toEntityTag(version: number): string {
  return `W/"${version}"`;
}
