/** Gives a JSON object as it is, and anything else as an empty one. */
export function toObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Gives a value as a list; nothing is an empty one. */
export function toList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  return value === undefined || value === null ? [] : [value];
}

/** Gives the texts of a value or a list of values: trimmed, without empty ones and without what is no text at all. */
export function toTexts(value: unknown): readonly string[] {
  return toList(value).map(toText).filter(Boolean);
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'boolean' || Number.isFinite(value) ? String(value) : '';
}
