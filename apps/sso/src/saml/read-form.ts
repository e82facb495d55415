import express, { type Request } from 'express';

/** A response of 256 KiB in base64, percent-encoded at its worst. */
const MAX_FORM_BYTES = 1_100_000;
const parse = express.text({ type: 'application/x-www-form-urlencoded', limit: MAX_FORM_BYTES });

/** What a browser posts for SAML (SAML 2.0 bindings §3.5.4). A field that is there twice is as if it were not there. */
export interface SamlForm {
  readonly samlRequest: string | undefined;
  readonly samlResponse: string | undefined;
  readonly relayState: string | undefined;
}

/** Reads the form of a request. */
export async function readForm(request: Request): Promise<SamlForm> {
  const { res: response } = request;
  if (!response) throw new Error('A request has no response.');
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  return fieldsOf(new URLSearchParams(typeof request.body === 'string' ? request.body : ''));
}

/** The fields of a form or of a query. */
export function fieldsOf(parameters: URLSearchParams): SamlForm {
  const only = (name: string) =>
    parameters.getAll(name).length === 1 ? (parameters.get(name) ?? undefined) : undefined;
  return { samlRequest: only('SAMLRequest'), samlResponse: only('SAMLResponse'), relayState: only('RelayState') };
}
