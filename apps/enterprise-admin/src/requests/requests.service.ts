import { Injectable } from '@nestjs/common';
import { type IdpProfileId, idpProfile } from '#libs/idp-profiles';
import {
  type ConnectionKey,
  Database,
  type ScimRequestCursor,
  type ScimRequestFilter,
  type ScimRequestId,
  type ScimRequestRow,
  type TrafficHour,
} from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import type { Caller } from '../http/caller.js';
import { DEFAULT_LIMIT, type Page, readCursor, writeCursor } from '../http/list-page.js';
import { refuseUnlessPersonalDataIsSeen } from '../http/masked.js';
import { requireConnection } from '../http/require-connection.js';
import type { ExplainedScimRequest } from './explained-request.dto.js';
import type { RequestQuery } from './request-query.dto.js';
import type { RequestHour, RequestSummary } from './request-report.dto.js';
import type { ScimRequest } from './request.dto.js';
import { type RequestView, toExplainedRequest, toScimRequest } from './request.mapper.js';
import { activationsOf } from './request-view.js';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** The SCIM requests of a connection, in words. */
@Injectable()
export class RequestsService {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async list(caller: Caller, key: ConnectionKey, query: RequestQuery): Promise<Page<ScimRequest>> {
    const profile = await this.profileOf(key);
    const { limit = DEFAULT_LIMIT, cursor } = query;
    const filter = toFilter(caller, query);
    const list = `${caller.path} ${JSON.stringify(filter)}`;
    const rows = await this.database.repositories.scimRequests.list(key, {
      limit: limit + 1,
      filter,
      ...(cursor !== undefined && { after: JSON.parse(readCursor(caller, list, cursor)) as ScimRequestCursor }),
    });
    const shown = rows.slice(0, limit);
    const view = await this.viewOf(caller, key, profile, shown);
    const last = shown.at(-1);
    return {
      items: shown.map(row => toScimRequest(row, view)),
      nextCursor:
        last && rows.length > limit ? writeCursor(caller, list, JSON.stringify({ at: last.at, id: last.id })) : null,
    };
  }

  /** @throws AdminProblem `not_found` */
  async get(caller: Caller, key: ConnectionKey, id: ScimRequestId): Promise<ExplainedScimRequest> {
    const profile = await this.profileOf(key);
    const row = await this.database.repositories.scimRequests.find(key, id);
    if (!row) throw AdminProblem.notFound();
    return toExplainedRequest(row, await this.viewOf(caller, key, profile, [row]));
  }

  /** What the last day comes to, and how the last connection test went. */
  async summary(caller: Caller, key: ConnectionKey, now = Date.now()): Promise<RequestSummary> {
    const profile = await this.profileOf(key);
    const { scimRequests, scimTraffic } = this.database.repositories;
    const since = Math.floor(now / HOUR_MS) * HOUR_MS - (HOURS - 1) * HOUR_MS;
    const [counted, [last], [lastTest]] = await Promise.all([
      scimTraffic.hours(key, new Date(since)),
      scimRequests.list(key, { limit: 1, filter: { withoutRehearsals: true } }),
      scimRequests.list(key, { limit: 1, filter: { intentKind: 'test-connection', withoutRehearsals: true } }),
    ]);
    const view = await this.viewOf(caller, key, profile, last ? [last] : []);
    const hours = allHours(counted, since);
    return {
      last: last ? toScimRequest(last, view) : null,
      lastTest: lastTest ? toScimRequest(lastTest, view) : null,
      testSentence: lastTest ? toTestSentence(lastTest, view) : null,
      requests: hours.reduce((sum, { requests }) => sum + requests, 0),
      failures: hours.reduce((sum, { failures }) => sum + failures, 0),
      hours,
    };
  }

  private async profileOf(key: ConnectionKey): Promise<IdpProfileId> {
    const connection = await requireConnection(this.database.repositories, key);
    return idpProfile(connection.idp_profile).id;
  }

  private async viewOf(
    principal: Caller,
    key: ConnectionKey,
    profile: IdpProfileId,
    rows: readonly ScimRequestRow[],
  ): Promise<RequestView> {
    const isOfActivation = await activationsOf(this.database.repositories, key, profile, rows);
    return { principal, profile, isOfActivation };
  }
}

function toFilter(caller: Caller, query: RequestQuery): ScimRequestFilter {
  const { status, method, resourceId, intent: intentKind, q: subject, from, to } = query;
  if (subject !== undefined) refuseUnlessPersonalDataIsSeen(caller, 'q');
  // PostgreSQL has no text with U+0000, and so no name has it.
  const searched = subject?.toWellFormed().replaceAll('\0', '\uFFFD');
  const statusClass = status === undefined ? undefined : Number(status[0]);
  return { statusClass, method, resourceId, intentKind, subject: searched, from, to };
}

function allHours(counted: readonly TrafficHour[], since: number): readonly RequestHour[] {
  return Array.from({ length: HOURS }, (_, index) => {
    const hour = new Date(since + index * HOUR_MS).toISOString();
    const found = counted.find(candidate => Date.parse(candidate.hour) === Date.parse(hour));
    return { hour, requests: found?.requests ?? 0, failures: found?.failures ?? 0 };
  });
}

function toTestSentence(row: ScimRequestRow, view: RequestView): string {
  const { didNotProve } = toExplainedRequest(row, view);
  return `The connection test was answered ${row.status}. ${didNotProve ?? ''}`.trim();
}
