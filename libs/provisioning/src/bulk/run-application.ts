import type {
  ApplicationId,
  ApplicationRow,
  Cause,
  ConnectionKey,
  ConnectionRow,
  Database,
  ImpactPurpose,
  Repositories,
} from '#libs/persistence';
import { applyPage } from './apply-page.js';
import { leavePage } from './leave-page.js';
import { PAGE } from './page-size.js';

/** What one transaction did. */
interface Step {
  readonly examined: number;
  readonly changed: number;
  readonly lastId: string | null;
}

/**
 * Carries what was staged to accounts, page by page, each page in one transaction with how far it has come: a process that is
 * killed loses no page and none is done twice. Of several that call this, one at a time goes on with it.
 * @param signal ends it between two pages; then it can be gone on with
 */
export async function runApplication(
  database: Database,
  connection: ConnectionKey,
  id: ApplicationId,
  signal?: AbortSignal,
): Promise<void> {
  let isOver = false;
  while (!isOver && signal?.aborted !== true)
    isOver = await database.writeDirectory(connection, repositories => applyNext(repositories, connection, id));
}

/** @returns whether it is over */
async function applyNext(repositories: Repositories, connection: ConnectionKey, id: ApplicationId): Promise<boolean> {
  const { applications, connections, impactPreviews } = repositories;
  const row = await applications.findForUpdate(connection, id);
  if (row?.state !== 'running') return true;
  const [state, preview] = await Promise.all([
    connections.find(connection),
    row.preview_id ? impactPreviews.find(connection, row.preview_id) : undefined,
  ]);
  if (!state || !preview) {
    await applications.fail(connection, id, 'The preview that it carries out is no longer there.');
    return true;
  }
  if (!mayGoOn(state, preview.purpose)) {
    await applications.fail(connection, id, 'The connection was disabled or paused meanwhile.');
    return true;
  }
  const step = await stepOf(repositories, connection, { row, state, purpose: preview.purpose });
  await applications.progress(connection, id, {
    afterId: step.lastId ?? row.after_id ?? null,
    examined: row.examined + step.examined,
    changed: row.changed + step.changed,
  });
  const isOver = step.examined === 0;
  if (isOver) await applications.finish(connection, id);
  return isOver;
}

/** Somebody may have disabled or paused the connection meanwhile; nothing takes effect then. */
function mayGoOn({ state, paused }: ConnectionRow, { kind }: ImpactPurpose): boolean {
  return kind === 'leave' || (state === 'enabled' && paused === null);
}

function stepOf(
  repositories: Repositories,
  connection: ConnectionKey,
  given: { readonly row: ApplicationRow; readonly state: ConnectionRow; readonly purpose: ImpactPurpose },
): Promise<Step> {
  const { row, state, purpose } = given;
  const cause: Cause = { actor: row.actor, requestId: row.request_id ?? null };
  const after = row.after_id ?? null;
  return purpose.kind === 'leave'
    ? leave(repositories, connection, { keep: purpose.keep, cause, after })
    : apply(repositories, connection, { mode: state.provisioning_mode, cause, after });
}

async function apply(
  repositories: Repositories,
  connection: ConnectionKey,
  given: Parameters<typeof applyPage>[2] & { readonly after: string | null },
): Promise<Step> {
  const situations = await repositories.directorySituations.lockPage(connection, given.after, PAGE);
  const changed = await applyPage(repositories, connection, given, situations);
  return { examined: situations.length, changed, lastId: situations.at(-1)?.user.id ?? null };
}

/** First the accounts, then the directory: nobody is linked to whom it forgets. */
async function leave(
  repositories: Repositories,
  connection: ConnectionKey,
  given: Parameters<typeof leavePage>[2] & { readonly after: string | null },
): Promise<Step> {
  const { accountBatches, leftDirectories } = repositories;
  const accounts = await accountBatches.linkedPage(connection, given.after, { limit: PAGE, locks: true });
  if (accounts.length > 0) {
    await leavePage(repositories, connection, given, accounts);
    return { examined: accounts.length, changed: accounts.length, lastId: accounts.at(-1)?.directoryUserId ?? null };
  }
  const removed = await leftDirectories.removeUsers(connection, PAGE);
  if (removed === 0) await leftDirectories.removeGroups(connection);
  return { examined: removed, changed: 0, lastId: null };
}
