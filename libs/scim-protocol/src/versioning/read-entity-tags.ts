/** What If-Match and If-None-Match hold: `*`, or entity tags without their weakness mark and quotes (RFC 9110 §8.8.3). */
export type EntityTags = '*' | ReadonlySet<string>;

// RFC 9110 §8.8.3: W/ in this letter case only; a comma may be inside the quotes. §5.6.1: a list may have empty elements.
const ELEMENT = /[ \t]*(?:(?:W\/)?"(?<tag>[!\x23-\x7e\x80-\xff]*)"[ \t]*)?(?:,|$)/y;

/** Gives the entity tags in a header, or undefined when it holds something else. */
export function readEntityTags(header: string): EntityTags | undefined {
  if (header.trim() === '*') return '*';
  const tags = new Set<string>();
  ELEMENT.lastIndex = 0;
  while (ELEMENT.lastIndex < header.length) {
    const match = ELEMENT.exec(header);
    if (match === null) return undefined;
    if (match.groups?.['tag'] !== undefined) tags.add(match.groups['tag']);
  }
  return tags.size === 0 ? undefined : tags;
}

/**
 * Tells whether the tags include one of a version, whatever it showed besides. Weakness does not count: RFC 7644 §3.14 sends
 * weak tags in If-Match, which the strong comparison of RFC 9110 §13.1.1 could never match.
 */
export function includesVersion(tags: EntityTags, version: number): boolean {
  if (tags === '*') return true;
  const beginning = `${version}-`;
  return tags.has(String(version)) || [...tags].some(tag => tag.startsWith(beginning));
}
