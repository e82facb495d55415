import type { ServiceProcess } from '../../../tools/testing/service-process.js';

/** An answer of the administration API, as far as tests look at it. */
export interface Answer {
  readonly id: string;
  readonly secret: string;
  readonly items: readonly Answer[];
  readonly state: string;
  readonly severity: string;
  readonly code: string;
  readonly type: string;
  readonly warnings: unknown;
  readonly version: number;
  readonly login: string;
  readonly isConnectionTest: boolean;
  readonly scimBaseUrl: string;
  readonly sso: { readonly fingerprint: string };
}

/** Somebody with an API key of a service. */
export class RestClient {
  constructor(
    private readonly service: Pick<ServiceProcess, 'origin'>,
    readonly secret: string,
    /** Below `/api/v1`. */
    readonly path = '',
  ) {}

  at(path: string): RestClient {
    return new RestClient(this.service, this.secret, `${this.path}${path}`);
  }

  async send(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly body: Answer }> {
    const response = await fetch(`${this.service.origin}/api/v1${this.path}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.secret}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text || '{}') as Answer };
  }

  /** What is answered; fails when it is a problem. */
  async get(path: string): Promise<Answer> {
    return this.carryOut('GET', path);
  }

  async post(path: string, body: object = {}): Promise<Answer> {
    return this.carryOut('POST', path, body);
  }

  async carryOut(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await this.send(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

/** An identity provider with a token of a connection. */
export class ScimClient {
  private readonly baseUrl: string;

  constructor(
    service: Pick<ServiceProcess, 'origin'>,
    scimBaseUrl: string,
    readonly token: string,
  ) {
    this.baseUrl = `${service.origin}${new URL(scimBaseUrl).pathname}`;
  }

  async send(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly id: string }> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/scim+json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const { id = '' } = JSON.parse(text || '{}') as { readonly id?: string };
    return { status: response.status, id };
  }
}
