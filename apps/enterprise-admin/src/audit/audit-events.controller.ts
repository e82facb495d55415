import { Get, Param, Query } from '@nestjs/common';
import type { EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { AuditEventPage, AuditEventQuery, AuditExportQuery } from './audit-event.dto.js';
import { AuditEventsService } from './audit-events.service.js';

/** `/v1/enterprises/{enterpriseId}/audit-events` */
@AdminController('enterprises/:enterpriseId/audit-events', 'Audit log')
export class AuditEventsController {
  constructor(private readonly auditEvents: AuditEventsService) {}

  @Get()
  @Operation({
    id: 'listAuditEvents',
    summary: 'List audit events, newest first',
    needs: 'audit-events:read',
    answer: AuditEventPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Query() query: AuditEventQuery,
  ) {
    return this.auditEvents.list(caller, enterpriseId, query);
  }

  @Get('export')
  @Operation({
    id: 'exportAuditEvents',
    summary: 'Export audit events, oldest first',
    description: 'The export itself is recorded first, and is its last event.',
    needs: 'audit-events:export',
    files: {
      'application/jsonl': '{"sequence":1,"action":"enterprise.created",…}\n',
      'text/csv': 'sequence,id,at,…\r\n1,01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11,2026-11-24T09:30:00.000Z,…\r\n',
    },
  })
  export(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Query() query: AuditExportQuery,
  ) {
    return this.auditEvents.export(caller, enterpriseId, query);
  }
}
