const SPELLINGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** Gives a boolean, or what a string spells as one in any letter case (Entra ID's `"True"`), or undefined. */
export function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? SPELLINGS.get(value.toLowerCase()) : undefined;
}
