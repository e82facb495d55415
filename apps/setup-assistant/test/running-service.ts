import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyDatabaseUrl } from '../../../tools/testing/empty-database.js';
import { ServiceProcess } from '../../../tools/testing/service-process.js';

/** An answer of the administration API, as far as the walk looks at it. */
interface Made {
  readonly id: string;
  readonly url: string;
  readonly [name: string]: unknown;
}

/** Postern as `npm start` runs it, with a database of its own, and the vendor's operator. */
export class RunningPostern {
  private constructor(
    private readonly service: ServiceProcess,
    private readonly directory: string,
    private readonly operatorKey: string,
  ) {}

  static async start(): Promise<RunningPostern> {
    const directory = await mkdtemp(join(tmpdir(), 'postern-walk-'));
    const service = await ServiceProcess.start({
      DATABASE_URL: await emptyDatabaseUrl(),
      POSTERN_DATA_DIR: directory,
    });
    const { adminApiKey } = JSON.parse(await readFile(join(directory, 'demo.json'), 'utf8')) as {
      readonly adminApiKey: string;
    };
    return new RunningPostern(service, directory, adminApiKey);
  }

  get origin(): string {
    return this.service.origin;
  }

  /** Asks the administration API as the operator; a path below `/api/v1`. */
  async send(method: string, path: string, body?: object): Promise<Made> {
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.operatorKey}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text || '{}') as Made;
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

let made = 0;

/** An enterprise whose administrator was sent a setup link, and the paths below `/api/v1` of what there is. */
export async function anInvitation(
  postern: RunningPostern,
  idpProfile: string,
): Promise<{ readonly enterprise: string; readonly connection: string; readonly setupUrl: string }> {
  const { id } = await postern.send('POST', '/enterprises', { key: `walk-${made++}`, name: 'Lantern Field Goods' });
  const enterprise = `/enterprises/${id}`;
  const { id: connectionId } = await postern.send('POST', `${enterprise}/connections`, {
    name: 'Company sign-in',
    idpProfile,
  });
  const connection = `${enterprise}/connections/${connectionId}`;
  const { url } = await postern.send('POST', `${connection}/setup-links`, {
    features: ['sso', 'provisioning', 'domains'],
  });
  return { enterprise, connection, setupUrl: url };
}
