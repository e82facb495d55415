import { type ResolvedAttribute, type ResolvedFilter, type ResourceType, userResourceType } from '#libs/scim-protocol';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../executor.js';
import type { FilterScope } from '../resource-filter/filter-scope.js';
import { filterToSql } from '../resource-filter/filter-to-sql.js';
import { afterSortKey, sortKeyToSql, type SortOrder, sortToSql } from '../resource-filter/sort-to-sql.js';
import { type ConnectionKey, keyValues } from './connection-key.js';
import type { DirectoryGroup } from './directory-group.js';
import { DirectorySegmentsRepository } from './directory-segments.repository.js';
import { type DirectoryUser, toDirectoryUser, withGroups } from './directory-user.js';
import { findUserByName } from './directory-users.statements.js';
import { groups, type Listed, users, usersInGroups } from './listed-resources.js';

/** An order other than that in which resources were made (RFC 7644 §3.4.2.3). */
export interface DirectorySort {
  readonly by: ResolvedAttribute;
  readonly order: SortOrder;
}

/** The last resource of a page, behind which the next one begins (RFC 9865). */
export interface PageEnd {
  readonly id: string;
  /** What it is sorted by; there exactly when the list is sorted. */
  readonly key?: string | null;
}

/** Which part of a list is asked for. */
export interface DirectoryListQuery {
  /** With the connection's own extensions. */
  readonly resourceType: ResourceType;
  /** What stands before the endpoint in `meta.location` and `$ref`. */
  readonly baseUrl: string;
  readonly filter?: ResolvedFilter | undefined;
  readonly sort?: DirectorySort | undefined;
  readonly count: number;
  /** A place, from 1 on, or the end of the page before; `undefined` there is the first page. */
  readonly from: { readonly startIndex: number } | { readonly after: PageEnd | undefined };
}

/** A part of a list, and how many there are in all. */
export interface DirectoryPage<Resource> {
  readonly resources: readonly Resource[];
  readonly totalResults: number;
  /** There when the page was asked for by the end of another, and is not the last. */
  readonly end?: PageEnd;
  /** Whether the directory has grown enough for `Database.countSegments`. */
  readonly worthClosing: boolean;
}

type ByIndex = DirectoryListQuery & { readonly from: { readonly startIndex: number } };

/** Lists of a connection's present users and groups, in the order they were made unless another is asked for. */
export class DirectoryListsRepository {
  constructor(private readonly db: Executor) {}

  /** A page of users, with the groups they are in unless nobody asks for them. */
  async users(
    connection: ConnectionKey,
    { withGroups: wantsGroups = true, ...query }: DirectoryListQuery & { readonly withGroups?: boolean },
  ): Promise<DirectoryPage<DirectoryUser>> {
    const name = userNameIn(query);
    const page = await (name === undefined
      ? this.list(wantsGroups ? usersInGroups : users, connection, query)
      : this.byName(connection, name, query));
    return wantsGroups ? { ...page, resources: await withGroups(this.db, connection, page.resources) } : page;
  }

  /** A page of groups without their members. */
  groups(connection: ConnectionKey, query: DirectoryListQuery): Promise<DirectoryPage<DirectoryGroup>> {
    return this.list(groups, connection, query);
  }

  /** The question that identity providers ask before each change: a statement with nothing to plan. */
  private async byName(
    connection: ConnectionKey,
    userNameKey: string,
    { count }: DirectoryListQuery,
  ): Promise<DirectoryPage<DirectoryUser>> {
    const rows = await this.db.run(findUserByName, [...keyValues(connection), userNameKey]);
    const resources = rows.slice(0, count).map(toDirectoryUser);
    return { resources, totalResults: rows.length, worthClosing: false };
  }

  private list<Row extends { readonly id: string }, Resource>(
    listed: Listed<Row, Resource>,
    connection: ConnectionKey,
    query: DirectoryListQuery,
  ): Promise<DirectoryPage<Resource>> {
    const { filter, sort, from } = query;
    if (!filter && !sort && 'startIndex' in from) return this.everything(listed, connection, { ...query, from });
    return this.selected(listed, connection, query);
  }

  private async everything<Row extends { readonly id: string }, Resource>(
    { kind, page, toResource }: Listed<Row, Resource>,
    connection: ConnectionKey,
    { from: { startIndex }, count }: ByIndex,
  ): Promise<DirectoryPage<Resource>> {
    const place = await new DirectorySegmentsRepository(this.db).locate(connection, kind, startIndex);
    const rows =
      count === 0 || startIndex > place.totalResults
        ? []
        : await this.db.run(page, [...keyValues(connection), place.afterId, place.skip, count]);
    return {
      resources: rows.map(toResource),
      // Others may have written between the two statements: a total never contradicts the page beside it.
      totalResults: Math.max(place.totalResults, rows.length === 0 ? 0 : startIndex - 1 + rows.length),
      worthClosing: place.worthClosing,
    };
  }

  private async selected<Row extends { readonly id: string }, Resource>(
    listed: Listed<Row, Resource>,
    connection: ConnectionKey,
    query: DirectoryListQuery,
  ): Promise<DirectoryPage<Resource>> {
    const scope = { table: listed.table, connection, resourceType: query.resourceType, baseUrl: query.baseUrl };
    const matching = matchingRows(listed, scope, query.filter);
    const rows = query.count === 0 ? [] : await this.rows(listed, scope, matching, query);
    const page = rows.slice(0, query.count);
    const last = page.at(-1);
    const { from } = query;
    return {
      resources: page.map(listed.toResource),
      totalResults: await this.total(listed, connection, matching, query, page.length),
      ...(last && 'after' in from && rows.length > query.count && { end: endAt(last, query.sort) }),
      worthClosing: false,
    };
  }

  private async rows<Row, Resource>(
    listed: Listed<Row, Resource>,
    scope: FilterScope,
    matching: RawBuilder<unknown>,
    { sort, from, count }: DirectoryListQuery,
  ): Promise<readonly (Row & { readonly sort_key?: string | null })[]> {
    const key = sort ? sql`, ${sortKeyToSql(sort.by, scope)} as sort_key` : sql``;
    const id = sql.ref(`${listed.table}.id`);
    const order = sort ? sortToSql(sort.by, sort.order, scope) : id;
    const part =
      'startIndex' in from
        ? sql`order by ${order} offset ${from.startIndex - 1} limit ${count}`
        : sql`${beyond(from.after, sort, scope)} order by ${order} limit ${count + 1}`;
    const { rows } = await sql<Row & { readonly sort_key?: string | null }>`
      select ${sql.raw(listed.columns)} ${key} ${matching} ${part}`.execute(this.db.kysely);
    return rows;
  }

  private async total<Row, Resource>(
    listed: Listed<Row, Resource>,
    connection: ConnectionKey,
    matching: RawBuilder<unknown>,
    { filter, from, count }: DirectoryListQuery,
    found: number,
  ): Promise<number> {
    const before = 'startIndex' in from ? from.startIndex - 1 : 0;
    // An empty page says nothing of how many there are before it.
    const seen = found === 0 ? 0 : before + found;
    const isFirst = 'startIndex' in from ? from.startIndex === 1 : from.after === undefined;
    // A page that is not full is the last, and an empty one may lie beyond it.
    if ('startIndex' in from && found < count && (found > 0 || isFirst)) return seen;
    if (!filter) {
      const place = await new DirectorySegmentsRepository(this.db).locate(connection, listed.kind, 1);
      return Math.max(place.totalResults, seen);
    }
    const { rows } = await sql<{ count: string }>`select count(*) ${matching}`.execute(this.db.kysely);
    return Math.max(Number(rows[0]?.count), seen);
  }
}

/** The rows of a list, from `from` on. */
function matchingRows<Row, Resource>(
  { table, present }: Listed<Row, Resource>,
  scope: FilterScope,
  filter: ResolvedFilter | undefined,
): RawBuilder<unknown> {
  const { enterpriseId, connectionId } = scope.connection;
  const condition = filter ? sql`and (${filterToSql(filter, scope)})` : sql``;
  return sql`
    from ${sql.ref(table)}
    where ${sql.ref(`${table}.enterprise_id`)} = ${enterpriseId} and ${sql.ref(`${table}.connection_id`)} = ${connectionId}
      and ${sql.raw(present)} ${condition}`;
}

function beyond(after: PageEnd | undefined, sort: DirectorySort | undefined, scope: FilterScope): RawBuilder<unknown> {
  if (!after) return sql``;
  if (!sort) return sql`and ${sql.ref(`${scope.table}.id`)} > ${after.id}`;
  return sql`and ${afterSortKey(sort.by, sort.order, { key: after.key ?? null, id: after.id }, scope)}`;
}

function endAt(
  last: { readonly id: string; readonly sort_key?: string | null },
  sort: DirectorySort | undefined,
): PageEnd {
  return sort ? { id: last.id, key: last.sort_key ?? null } : { id: last.id };
}

/** The prepared userName of a first page filtered by `userName eq "…"` and nothing else. */
function userNameIn({ filter, from }: DirectoryListQuery): string | undefined {
  const isFirst = 'startIndex' in from ? from.startIndex === 1 : from.after === undefined;
  if (!isFirst || filter?.kind !== 'comparison' || filter.operator !== 'eq') return undefined;
  const { attribute, schema } = filter.target;
  return schema.id === userResourceType.schema.id && attribute.name === 'userName' ? String(filter.value) : undefined;
}
