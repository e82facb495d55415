// RFC 7643 §2.3.5: an xsd:dateTime with date and time. One without a time zone is taken as UTC.
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

/** Gives the milliseconds since 1970 of an xsd:dateTime, or undefined when the text is not one. */
export function readInstant(text: string): number | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const instant = Date.parse(match[1] === undefined ? `${text}Z` : text);
  return Number.isNaN(instant) ? undefined : instant;
}
