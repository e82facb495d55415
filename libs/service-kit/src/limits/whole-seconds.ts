/** A time to wait, for `Retry-After`. Okta waits five minutes when that is not an integer. */
export function wholeSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
