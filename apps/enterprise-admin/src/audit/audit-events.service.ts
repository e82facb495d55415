import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import {
  type AuditEvent as StoredEvent,
  csvHeader,
  Database,
  type EnterpriseId,
  toCsvRow,
  toJsonLine,
} from '#libs/persistence';
import { publishAllAccountEvents } from '#libs/provisioning';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { AdminPrincipal, Caller } from '../http/caller.js';
import { DEFAULT_LIMIT, type Page, readCursor, writeCursor } from '../http/list-page.js';
import { seesPersonalData } from '../http/permissions.js';
import { requireEnterprise } from '../http/require-enterprise.js';
import type { AuditEvent, AuditEventQuery, AuditExportQuery } from './audit-event.dto.js';

const formats = {
  jsonl: { type: 'application/jsonl; charset=utf-8', header: '', toLine: toJsonLine },
  csv: { type: 'text/csv; charset=utf-8; header=present', header: csvHeader, toLine: toCsvRow },
} as const;

/** Who changed what in an enterprise. What happened to accounts until now is linked into the log before it is read. */
@Injectable()
export class AuditEventsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async list(caller: Caller, enterpriseId: EnterpriseId, query: AuditEventQuery): Promise<Page<AuditEvent>> {
    const { repositories } = this.database;
    await requireEnterprise(repositories, enterpriseId);
    await publishAllAccountEvents(this.database);
    const { limit = DEFAULT_LIMIT, cursor, actorId, action, targetType, targetId, from, to } = query;
    const filter = { actorId, action, targetType, targetId, from, to };
    const list = `${caller.path} ${JSON.stringify(filter)}`;
    const { events, end } = await repositories.auditEvents.list(enterpriseId, {
      filter,
      limit,
      ...(cursor !== undefined && { after: Number(readCursor(caller, list, cursor)) }),
    });
    return {
      items: events.map(event => toAuditEvent(event, caller)),
      nextCursor: end === undefined ? null : writeCursor(caller, list, String(end)),
    };
  }

  /** A file of all events. It goes out as it is read, so it has no length beforehand. */
  async export(caller: Caller, enterpriseId: EnterpriseId, query: AuditExportQuery): Promise<StreamableFile> {
    const { format, from, to } = query;
    await requireEnterprise(this.database.repositories, enterpriseId);
    await publishAllAccountEvents(this.database);
    await this.transactions.change(caller, async (_repositories, record) => {
      await record(enterpriseId, {
        action: 'audit_events.exported',
        target: { type: 'audit_events', id: enterpriseId },
        after: { format, from, to },
      });
    });
    const batches = this.database.repositories.auditEvents.stream(enterpriseId, { from, to });
    const { type, header, toLine } = formats[format];
    const file = new StreamableFile(Readable.from(linesOf(batches, header, toLine), { objectMode: false }), {
      type,
      disposition: `attachment; filename="audit-events.${format}"`,
    });
    // Nobody must take half a log for a whole one, and Nest's own answer would tell the cause.
    return file.setErrorHandler((_error, response) => response.destroy?.());
  }
}

async function* linesOf(
  batches: AsyncIterable<readonly StoredEvent[]>,
  header: string,
  toLine: (event: StoredEvent) => string,
): AsyncIterable<Buffer> {
  if (header !== '') yield Buffer.from(header);
  for await (const events of batches) yield Buffer.from(events.map(toLine).join(''));
}

/** An event as the caller may see it; what changed may be a person's data. */
function toAuditEvent(stored: StoredEvent, principal: AdminPrincipal): AuditEvent {
  const { enterpriseId: _enterpriseId, ...event } = stored;
  return seesPersonalData(principal) ? event : { ...event, before: null, after: null };
}
