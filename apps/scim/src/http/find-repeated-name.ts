/**
 * Gives a member name that an object in a JSON body repeats in another letter case, such as "active" and "ACTIVE", or
 * undefined. Names of attributes differ by more than their case (RFC 7643 §2.1), so it would say two things of one.
 */
export function findRepeatedName(body: unknown): string | undefined {
  const open = [body];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    const repeated = Array.isArray(value) ? undefined : repeatedIn(Object.keys(value));
    if (repeated !== undefined) return repeated;
    for (const part of Object.values(value)) open.push(part);
  }
  return undefined;
}

function repeatedIn(names: readonly string[]): string | undefined {
  if (names.length < 2) return undefined;
  const seen = new Set<string>();
  return names.find(name => seen.size === seen.add(name.toLowerCase()).size);
}
