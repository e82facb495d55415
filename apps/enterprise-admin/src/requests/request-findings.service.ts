import { Injectable } from '@nestjs/common';
import { readWarnings } from '#libs/connection-health';
import { idpProfile } from '#libs/idp-profiles';
import { type ConnectionKey, Database } from '#libs/persistence';
import { lintTraffic, toLoggedRequest } from '#libs/request-log';
import { requireConnection } from '../http/require-connection.js';
import type { RequestFinding, RequestFindings } from './request-report.dto.js';

/** How many of the last requests are looked at. */
const LOOKED_AT = 500;
/** What more than requests is needed for: the worker finds it, and raises a warning. */
const RAISED = ['LOGIN_MISMATCH', 'IDP_SILENT'];

/** What is wrong at an identity provider, told by what it sends. */
@Injectable()
export class RequestFindingsService {
  constructor(private readonly database: Database) {}

  async list(key: ConnectionKey): Promise<RequestFindings> {
    const { repositories } = this.database;
    const connection = await requireConnection(repositories, key);
    const rows = await repositories.scimRequests.list(key, { limit: LOOKED_AT, filter: { withoutRehearsals: true } });
    const { id: profile } = idpProfile(connection.idp_profile);
    const found = lintTraffic({ profile, requests: rows.map(toLoggedRequest) });
    return { items: [...found, ...(await this.raised(connection))] };
  }

  private async raised(connection: Parameters<typeof readWarnings>[1]): Promise<readonly RequestFinding[]> {
    const warnings = await readWarnings(this.database.repositories, connection);
    return warnings
      .filter(({ code }) => RAISED.includes(code))
      .map(({ code, message, clickPath }) => ({ code, message, clickPath, count: 1, requestIds: [] }));
  }
}
