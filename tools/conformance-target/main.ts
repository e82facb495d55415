import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ProvisioningMode } from '#libs/persistence';
import { RunningService } from '../running-service/running-service.ts';
import { makeConnections } from './connections.ts';
import { FloodedService } from './flooded-service.ts';

// A built Postern for the conformance suite: writes one line of JSON with its connections, and ends, with its data, when its
// standard input is closed.

const MODES: readonly ProvisioningMode[] = ['deprovision_only', 'users', 'users_and_groups'];
const IDP_PROFILES = ['okta', 'entra-id', 'jumpcloud', 'generic'];

const { values } = parseArgs({
  options: {
    mode: { type: 'string', multiple: true, default: [] as string[] },
    'idp-profile': { type: 'string', multiple: true, default: [] as string[] },
  },
});

// Who reads the line may be gone before it is written; standard input tells that, too.
process.stdout.on('error', () => {});
const stop = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT'), once(process.stdin.resume(), 'end')]);
const service = await RunningService.start(() => {}, 'plain');
try {
  const { origin } = new URL(service.access.baseUrl);
  const databaseUrl = (await service.postgres()).adminUrl.replace(/\/postgres$/, '/postern');
  const flooded = await FloodedService.start(databaseUrl, origin);
  try {
    const targets = await makeConnections(databaseUrl, {
      modes: values.mode.length > 0 ? MODES.filter(mode => values.mode.includes(mode)) : MODES,
      idpProfiles: values['idp-profile'].length > 0 ? values['idp-profile'] : IDP_PROFILES,
      version: await version(),
      origin,
      floodOrigin: flooded.origin,
    });
    process.stdout.write(`${JSON.stringify({ targets })}\n`);
    await stop;
  } finally {
    await flooded.stop();
  }
} finally {
  await service.stop();
}
// Whoever closed standard input does not wait for what else keeps a process alive.
process.exit(0);

async function version(): Promise<string> {
  const description = await readFile(join(import.meta.dirname, '../../package.json'), 'utf8');
  return (JSON.parse(description) as { version: string }).version;
}
