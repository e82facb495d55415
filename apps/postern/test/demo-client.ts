import type { DemoFile } from './data-directory.js';
import type { ServiceProcess } from '../../../tools/testing/service-process.js';

/** A SCIM user as it is answered. */
export interface AnsweredUser {
  readonly id: string;
  readonly userName: string;
}

/** The identity provider of the demo connection. */
export class DemoClient {
  private readonly baseUrl: string;

  constructor(
    service: ServiceProcess,
    private readonly demo: Pick<DemoFile, 'scimBaseUrl' | 'scimToken'>,
  ) {
    this.baseUrl = `${service.origin}${new URL(demo.scimBaseUrl).pathname}`;
  }

  create(userName: string): Promise<Response> {
    return this.send('/Users', { method: 'POST', body: userBody(userName) });
  }

  get(id: string): Promise<Response> {
    return this.send(`/Users/${id}`);
  }

  /** The users with this userName. */
  async find(userName: string): Promise<AnsweredUser[]> {
    const response = await this.send(`/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
    const list = (await response.json()) as { readonly Resources: AnsweredUser[] };
    return list.Resources;
  }

  /** The URL and the headers of a POST of a user, for those who send it in pieces. */
  get creation(): { readonly url: string; readonly headers: Record<string, string> } {
    return { url: `${this.baseUrl}/Users`, headers: this.headers };
  }

  send(path: string, init: { method?: string; body?: string } = {}): Promise<Response> {
    return fetch(`${this.baseUrl}${path}`, { ...init, headers: this.headers });
  }

  private get headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.demo.scimToken}`, 'Content-Type': 'application/scim+json' };
  }
}

/** A user as it is sent. */
export function userBody(userName: string): string {
  return JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    name: { givenName: 'Ava', familyName: 'Lind' },
    emails: [{ type: 'work', primary: true, value: userName }],
    active: true,
  });
}
