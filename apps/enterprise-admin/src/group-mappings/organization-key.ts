const MAX_LENGTH = 63;
/** Room for a hyphen and a number. */
const MAX_STEM = MAX_LENGTH - 6;

/**
 * The key of an organization that is made for a group: its name in lower-case letters, digits and hyphens, with a number when it is
 * taken.
 */
export function organizationKey(name: string, taken: ReadonlySet<string>): string {
  const stem =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[^a-z\d]+/g, '-')
      .slice(0, MAX_STEM)
      .replaceAll(/^-|-$/g, '') || 'group';
  for (let number = 1; ; number++) {
    const key = number === 1 ? stem : `${stem}-${number}`;
    if (!taken.has(key)) return key;
  }
}
