import { type SafeFetch, SafeFetchError, type SafeResponse } from '#libs/safe-fetch';
import type { IdpMetadata } from '#libs/saml-metadata';
import { IdpMetadataRefused, readIdpMetadata } from './read-idp-metadata.js';

const LIMITS = {
  accept: 'application/samlmetadata+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1',
  maxBytes: 1_048_576,
  timeoutMs: 10_000,
  maxRedirects: 2,
} as const;

/**
 * Fetches the metadata of an identity provider from a URL that a customer named, and reaches nothing private by it.
 * @throws IdpMetadataRefused
 */
export async function fetchIdpMetadata(safeFetch: Pick<SafeFetch, 'get'>, url: string): Promise<IdpMetadata> {
  const { status, body } = await fetched(safeFetch, url);
  if (status !== 200)
    throw new IdpMetadataRefused('status', `The URL answers with the status ${status} instead of a document.`);
  return readIdpMetadata(body.toString('utf8'), new Date());
}

async function fetched(safeFetch: Pick<SafeFetch, 'get'>, url: string): Promise<SafeResponse> {
  try {
    return await safeFetch.get(url, LIMITS);
  } catch (error) {
    if (!(error instanceof SafeFetchError)) throw error;
    throw new IdpMetadataRefused(error.code, error.message, { cause: error });
  }
}
