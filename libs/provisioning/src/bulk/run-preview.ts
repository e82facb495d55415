import type {
  ConnectionKey,
  Database,
  ExaminedAccount,
  ImpactPreviewId,
  ImpactPreviewItemRow,
  ImpactPreviewRow,
  ImpactPurpose,
  Repositories,
} from '#libs/persistence';
import { profileOf } from '../profile-of.js';
import { classify, classifyLeaving, type Impact } from './classify.js';
import { addToCounts, type ImpactCounts, noCounts } from './impact-counts.js';
import { decideFor } from './decide-for.js';
import { PAGE } from './page-size.js';

/** Somebody who was looked at. */
interface Examined {
  readonly item: ImpactPreviewItemRow | undefined;
  readonly impact: Impact;
}

/** The next people of a preview. */
interface ExaminedPage {
  readonly examined: readonly Examined[];
  readonly lastId: string | null;
}

/**
 * Looks at everybody whom a change would affect, page by page. A preview that is under way is gone on with, by whoever calls
 * this, and one at a time; one that is finished is left as it is.
 * @param signal ends it between two pages; then it can be gone on with
 */
export async function runPreview(
  database: Database,
  connection: ConnectionKey,
  id: ImpactPreviewId,
  signal?: AbortSignal,
): Promise<void> {
  let isOver = false;
  while (!isOver && signal?.aborted !== true)
    isOver = await database.transaction(async repositories => {
      const row = await repositories.impactPreviews.findForUpdate(connection, id);
      return row?.state !== 'running' || examineNext(repositories, connection, row);
    });
}

/** @returns whether that was all */
async function examineNext(
  repositories: Repositories,
  connection: ConnectionKey,
  row: ImpactPreviewRow,
): Promise<boolean> {
  const { impactPreviews } = repositories;
  const { examined, lastId } = await examinePage(repositories, connection, row.purpose, row.after_id ?? null);
  const items = examined.flatMap(({ item }) => item ?? []);
  await impactPreviews.addItems(connection.enterpriseId, row.id, items);
  const counts = examined.reduce((sum, { impact }) => addToCounts(sum, impact), {
    ...noCounts,
    ...row.counts,
  } as ImpactCounts);
  await impactPreviews.progress(connection, row.id, {
    afterId: lastId ?? row.after_id ?? null,
    examined: row.examined + examined.length,
    counts: { ...counts },
  });
  if (examined.length === PAGE) return false;
  const notCovered = row.purpose.kind === 'leave' ? 0 : await impactPreviews.addNotCovered(connection, row.id);
  await impactPreviews.finish(connection, row.id, { ...counts, notCovered });
  return true;
}

async function examinePage(
  { accountBatches, directorySituations }: Repositories,
  connection: ConnectionKey,
  purpose: ImpactPurpose,
  after: string | null,
): Promise<ExaminedPage> {
  if (purpose.kind === 'leave') {
    const accounts = await accountBatches.linkedPage(connection, after, { limit: PAGE, locks: false });
    const examined = accounts.map(account => {
      const impact = classifyLeaving(account, purpose.keep);
      return { impact, item: itemOf(impact, { ...account, id: account.directoryUserId }) };
    });
    return { examined, lastId: accounts.at(-1)?.directoryUserId ?? null };
  }
  const situations = await directorySituations.page(connection, after, PAGE);
  const examined = situations.map(situation => {
    const impact = classify(decideFor(connection, purpose.mode, situation));
    const { displayName } = profileOf(situation.user);
    return { impact, item: itemOf(impact, { id: situation.user.id, login: situation.user.userName, displayName }) };
  });
  return { examined, lastId: situations.at(-1)?.user.id ?? null };
}

function itemOf(
  { category, account, detail }: Impact,
  { id, login, displayName }: { readonly id: string } & Pick<ExaminedAccount, 'login' | 'displayName'>,
): ImpactPreviewItemRow | undefined {
  if (category === 'unaffected') return undefined;
  return {
    category,
    id,
    directory_user_id: id as ImpactPreviewItemRow['directory_user_id'],
    account_id: account?.id ?? null,
    login,
    display_name: displayName,
    is_administrator: account?.isAdministrator ?? false,
    detail,
  };
}
