import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import { assertionAlgorithms } from '#libs/tokens';
import { ClientRefused } from './client-refused.js';

/** Whose assertion it must be, and for whom. */
export interface AssertionRules {
  readonly issuer: string;
  readonly subject: string;
  /** Any of these. */
  readonly audiences: readonly string[];
}

/** An assertion that is good, as far as it says so itself. */
export type VerifiedAssertion = JWTPayload & { readonly exp: number };

export const CLOCK_TOLERANCE_SECONDS = 60;
const MAX_LIFE_SECONDS = 86_400;

/**
 * The claims of a client assertion (RFC 7523 §3) whose signature is right.
 * @throws ClientRefused
 */
export async function verifyAssertion(
  assertion: string,
  keys: JWTVerifyGetKey,
  { issuer, subject, audiences }: AssertionRules,
): Promise<VerifiedAssertion> {
  const payload = await verify(assertion, keys, {
    issuer,
    subject,
    audience: [...audiences],
    algorithms: [...assertionAlgorithms],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requiredClaims: ['exp'],
  });
  const { exp = 0 } = payload;
  const jti: unknown = payload.jti;
  // RFC 7519 §4.1.7
  if (jti !== undefined && typeof jti !== 'string') throw new ClientRefused('The jti of the assertion is no string.');
  if (exp - Date.now() / 1000 > MAX_LIFE_SECONDS + CLOCK_TOLERANCE_SECONDS)
    throw new ClientRefused('The assertion expires more than a day from now.');
  return { ...payload, exp };
}

async function verify(assertion: string, keys: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(assertion, keys, options)).payload;
  } catch (error) {
    if (error instanceof errors.JWKSMultipleMatchingKeys) return verifyWithAny(assertion, error, options);
    throw refused(error);
  }
}

/** Several keys fit an assertion that names none. */
async function verifyWithAny(
  assertion: string,
  candidates: errors.JWKSMultipleMatchingKeys,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  for await (const key of candidates) {
    try {
      return (await jwtVerify(assertion, key, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw refused(error);
    }
  }
  throw new ClientRefused('No key fits the signature of the assertion.');
}

/** Whatever it is: keys that a customer has entered, or that another service has answered, fail in many ways. */
function refused(cause: unknown): ClientRefused {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new ClientRefused(`The assertion is not valid: ${message}`, { cause });
}
