const DAY_MS = 86_400_000;

/** For how long the certificate of a new key is valid: as long as a certificate may be of which an identity provider has a copy. */
export const CERTIFICATE_VALID_MS = 5 * 365 * DAY_MS;

/** For how long a retired key still opens what was encrypted for it: identity providers read metadata once a day. */
export const OPENS_AFTER_RETIREMENT_MS = 7 * DAY_MS;
