/** Shorter ones would be found in every other word. */
const SHORTEST = 6;

const HIDDEN = '***';

/** Takes secrets out of a text, in whatever form a server may echo them: plain, in a URL, in JSON. */
export function hideSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  return formsOf(secrets).reduce((hidden, form) => hidden.replaceAll(form, HIDDEN), text);
}

/** The same in every text of a value. */
export function withoutSecrets<T>(value: T, secrets: readonly (string | undefined)[]): T {
  const forms = formsOf(secrets);
  return mapTexts(value, text => forms.reduce((hidden, form) => hidden.replaceAll(form, HIDDEN), text));
}

/** What a terminal obeys instead of showing it: C0 and C1, and what turns the direction of writing. */
export function withoutControls<T>(value: T): T {
  return mapTexts(value, text =>
    text
      .replaceAll(/[\t\n\r]+/g, ' ')
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      .replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, ''),
  );
}

/** The longest first, of which another may be a part. */
function formsOf(secrets: readonly (string | undefined)[]): string[] {
  const usable = secrets.filter(secret => secret !== undefined && secret.length >= SHORTEST) as string[];
  const forms = usable.flatMap(secret => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  return [...new Set(forms)].toSorted((a, b) => b.length - a.length);
}

function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => mapTexts(each, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]: [string, unknown]) => [change(key), mapTexts(each, change)]),
  ) as T;
}
