import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import samlp from 'samlp';
import { keys } from '../../../tools/testing/saml/keys.js';

/** Who signs in at an identity provider of a test. */
export interface IdpPerson {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** A SAML 2.0 identity provider by samlp on a port of its own, at which somebody has signed in already. */
export class SamlIdp {
  private constructor(
    private readonly server: Server,
    readonly signOnUrl: string,
  ) {}

  readonly entityId = 'https://idp.example.com/samlp';

  /** @param acsUrl where it posts whatever it says */
  static async start(acsUrl: () => string, person: IdpPerson, options: object = {}): Promise<SamlIdp> {
    const user = { id: person.id, emails: [{ value: person.email }], displayName: person.name, name: {} };
    const app = express();
    app.use('/sso', express.urlencoded({ extended: false }), (request, response, next) => {
      const url = acsUrl();
      const auth = samlp.auth({
        issuer: 'https://idp.example.com/samlp',
        cert: keys.idp.cert,
        key: keys.idp.private,
        signatureAlgorithm: 'rsa-sha256',
        digestAlgorithm: 'sha256',
        destination: url,
        recipient: url,
        getPostURL: (_audience: string, _request: object, _user: object, done: (error: null, to: string) => void) =>
          done(null, url),
        getUserFromRequest: () => user,
        ...options,
      });
      auth(request, response, next);
    });
    const server = createServer(app);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new SamlIdp(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/sso`);
  }

  close(): void {
    this.server.close().closeAllConnections();
  }
}

/** The fields of the form that a page posts. */
export function formOf(page: string): Record<string, string> {
  const inputs = page.matchAll(/<input[^>]*name="(?<name>[^"]*)"[^>]*value="(?<value>[^"]*)"/g);
  return Object.fromEntries(
    [...inputs].map(({ groups }) => [groups?.['name'] ?? '', unescaped(groups?.['value'] ?? '')]),
  );
}

function unescaped(text: string): string {
  const codes = text.replaceAll(/&#(?:x([\da-f]+)|(\d+));/gi, (_, hex?: string, decimal?: string) =>
    String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
  );
  return codes.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
