import { HttpClient } from '../runner/http/client.ts';
import type { ProfileResult } from '../runner/report/report.ts';
import { runProfile, type SelectedProfile } from '../runner/run/run-profile.ts';
import { Session } from '../runner/run/session.ts';
import type { Target } from '../runner/run/target.ts';
import { Directory, objectOf } from '../runner/scene/directory.ts';
import { inParallel } from '../runner/scene/in-parallel.ts';
import type { Fault } from './fault.ts';
import { FaultyProxy } from './proxy/faulty-proxy.ts';
import { elementsOf, objectsIn, textOf } from './wire/json.ts';

/** As much of a fault as it takes to run with it. */
export type Planted = Pick<Fault, 'plant' | 'sparesSetUp' | 'doubleSlash'>;

/** No fault: everything passes as it is. */
export const NO_FAULT: Planted = { plant: () => async (request, send) => send(request) };

/** The proxy was not able to plant the fault; the message says what went wrong. */
export class PlantingFailed extends Error {
  override readonly name = 'PlantingFailed';
}

/**
 * Runs a profile against a server with a fault planted before it, and empties the server's directory after it.
 * @throws CannotRun, PlantingFailed
 */
export async function runWithFault(
  target: Target,
  { plant, sparesSetUp = false, doubleSlash = false }: Planted,
  selected: SelectedProfile,
  signal: AbortSignal,
): Promise<ProfileResult> {
  const passage = { handle: plant(), sparesSetUp, publicOrigin: new URL(target.baseUrl).origin };
  const proxies = await Promise.all(
    [target.baseUrl, target.floodBaseUrl ?? target.baseUrl].map(async baseUrl =>
      FaultyProxy.start({ ...passage, baseUrl }),
    ),
  );
  const [plain, flooded] = proxies.map(({ baseUrl }) => baseUrl);
  try {
    const behind = { ...target, baseUrl: plain ?? '', ...(flooded !== undefined && { floodBaseUrl: flooded }) };
    const session = await Session.open(behind, { doubleSlash, allowExisting: false, signal });
    try {
      const result = await runProfile(session, selected, () => {});
      const [error] = proxies.flatMap(({ errors }) => errors);
      if (error !== undefined) throw new PlantingFailed(reasonOf(error), { cause: error });
      return result;
    } finally {
      session.end();
    }
  } finally {
    await Promise.all(proxies.map(async proxy => proxy.stop()));
    await emptyDirectory(target);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'no reason';
}

/** Removes whatever a fault has kept from being removed. */
async function emptyDirectory({ baseUrl, token }: Target): Promise<void> {
  const client = new HttpClient(baseUrl, 8);
  const directory = new Directory(baseUrl, token, client);
  try {
    for (const endpoint of ['/Groups', '/Users']) {
      for (let isLeft = true; isLeft;) {
        const { answer } = await directory.send('GET', `${endpoint}?count=200&attributes=id`);
        const resources = elementsOf(objectOf(answer)?.['Resources']);
        const ids = objectsIn(resources).map(({ id }) => textOf(id));
        await inParallel(ids, async id => directory.send('DELETE', `${endpoint}/${id}`));
        isLeft = ids.length > 0;
      }
    }
  } finally {
    client.close();
  }
}
