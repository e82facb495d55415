import { randomUUIDv7 as uuid } from 'node:crypto';
import type { ConnectionId, EnterpriseId, ImpactPreviewId } from '../entities/ids.js';
import type { ImpactCategory } from '../entities/impact-preview-item.entity.js';
import type { ImpactPurpose, SeenVersions } from '../entities/impact-preview.entity.js';
import { type Executor, statement } from '../executor.js';
import type { Row } from '../tables.js';
import { type ConnectionKey, keyColumns, keyValues } from './connection-key.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** A preview, as it is stored. */
export type ImpactPreviewRow = Row<'impact_previews'>;

/** Somebody in a preview, as it is stored. */
export type ImpactPreviewItemRow = Omit<Row<'impact_preview_items'>, 'enterprise_id' | 'preview_id'>;

/** How far a preview has come. */
export interface PreviewProgress {
  readonly afterId: string | null;
  readonly examined: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Whoever comes back finds a preview for so long. */
const KEPT_FOR = '1 day';

const addItems = statement(
  'impact-previews.add-items',
  `insert into impact_preview_items (
     enterprise_id, preview_id, category, id, directory_user_id, account_id, login, display_name, is_administrator, detail
   )
   select $1, $2, w.category, w.id, w.directory_user_id, w.account_id, w.login, w.display_name, w.is_administrator, w.detail
   from jsonb_to_recordset($3::jsonb) as w(
     category text, id uuid, directory_user_id uuid, account_id uuid, login text, display_name text,
     is_administrator boolean, detail jsonb
   )`,
);

/** Accounts that can be used and that nobody in the directory is, or would be, linked to. Those of other connections are theirs. */
const addNotCovered = statement<{ readonly added: string }>(
  'impact-previews.add-not-covered',
  `with covered as materialized (
     select i.account_id from impact_preview_items i
     where i.enterprise_id = $1 and i.preview_id = $3 and i.account_id is not null
   ), added as (
     insert into impact_preview_items (
       enterprise_id, preview_id, category, id, account_id, login, display_name, is_administrator
     )
     select $1, $3, 'not_covered', a.id, a.id, a.login, a.display_name, a.is_administrator
     from accounts a
     where a.enterprise_id = $1 and a.state = 'active' and (a.connection_id is null or a.connection_id = $2)
       and not exists (select from covered c where c.account_id = a.id)
     returning 1
   )
   select count(*) as added from added`,
);

const forgetOld = statement(
  'impact-previews.forget-old',
  `with old as (
     delete from impact_previews p
     where p.enterprise_id = $1 and p.connection_id = $2 and p.created_at < now() - interval '${KEPT_FOR}'
     returning p.id
   )
   delete from impact_preview_items i using old where i.enterprise_id = $1 and i.preview_id = old.id`,
);

/** What a change would do to accounts, by name. */
export class ImpactPreviewsRepository {
  constructor(private readonly db: Executor) {}

  /** A new preview, of which nothing is done yet; those that are old go. */
  async insert(
    connection: ConnectionKey,
    preview: { readonly purpose: ImpactPurpose; readonly total: number; readonly seen: SeenVersions },
  ): Promise<ImpactPreviewRow> {
    await this.db.run(forgetOld, [...keyValues(connection)]);
    const { purpose, total, seen } = preview;
    return this.db.kysely
      .insertInto('impact_previews')
      .values({
        ...keyColumns(connection),
        id: uuid() as ImpactPreviewId,
        purpose: JSON.stringify(purpose) as never,
        seen: JSON.stringify(seen) as never,
        total,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  find(connection: ConnectionKey, id: ImpactPreviewId): Promise<ImpactPreviewRow | undefined> {
    return this.selectOne(connection, id).executeTakeFirst();
  }

  /** Nobody else goes on with it until the transaction ends. */
  findForUpdate(connection: ConnectionKey, id: ImpactPreviewId): Promise<ImpactPreviewRow | undefined> {
    return this.selectOne(connection, id).forUpdate().executeTakeFirst();
  }

  async addItems(
    enterpriseId: EnterpriseId,
    id: ImpactPreviewId,
    items: readonly ImpactPreviewItemRow[],
  ): Promise<void> {
    if (items.length > 0) await this.db.run(addItems, [enterpriseId, id, JSON.stringify(items)]);
  }

  /** Adds the accounts that the directory does not cover. @returns how many they are */
  async addNotCovered(connection: ConnectionKey, id: ImpactPreviewId): Promise<number> {
    const [row] = await this.db.run(addNotCovered, [...keyValues(connection), id]);
    return Number(row?.added);
  }

  async progress(
    connection: ConnectionKey,
    id: ImpactPreviewId,
    { afterId, examined, counts }: PreviewProgress,
  ): Promise<void> {
    await this.updateOne(connection, id)
      .set({ after_id: afterId, examined, counts: JSON.stringify(counts) as never })
      .execute();
  }

  async finish(connection: ConnectionKey, id: ImpactPreviewId, counts: PreviewProgress['counts']): Promise<void> {
    await this.updateOne(connection, id)
      .set({ state: 'done', counts: JSON.stringify(counts) as never, finished_at: new Date().toISOString() })
      .execute();
  }

  /** It goes no further, and says why; one that is finished stays as it is. */
  async fail(connection: ConnectionKey, id: ImpactPreviewId, failure: string): Promise<void> {
    await this.updateOne(connection, id)
      .where('state', '=', 'running')
      .set({ state: 'failed', failure, finished_at: new Date().toISOString() })
      .execute();
  }

  /** People of one category; without one the administrators who would lose or get back access. */
  items(
    enterpriseId: EnterpriseId,
    id: ImpactPreviewId,
    category: ImpactCategory | undefined,
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<ImpactPreviewItemRow[]> {
    const query = this.db.kysely
      .selectFrom('impact_preview_items')
      .select([
        'category',
        'id',
        'directory_user_id',
        'account_id',
        'login',
        'display_name',
        'is_administrator',
        'detail',
      ])
      .where(({ and }) => and({ enterprise_id: enterpriseId, preview_id: id }))
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit);
    return category === undefined
      ? query.where('is_administrator', '=', true).where('category', 'in', ['deactivated', 'reactivated']).execute()
      : query.where('category', '=', category).execute();
  }

  private selectOne({ enterpriseId, connectionId }: ConnectionKey, id: ImpactPreviewId) {
    return this.db.kysely
      .selectFrom('impact_previews')
      .selectAll()
      .where(({ and }) => and({ enterprise_id: enterpriseId, connection_id: connectionId satisfies ConnectionId, id }));
  }

  private updateOne(connection: ConnectionKey, id: ImpactPreviewId) {
    return this.db.kysely.updateTable('impact_previews').where(({ and }) => and({ ...keyColumns(connection), id }));
  }
}
