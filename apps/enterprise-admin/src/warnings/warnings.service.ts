import { Injectable } from '@nestjs/common';
import { healthOf, readWarnings, type Warning, warningCodes } from '#libs/connection-health';
import { type ConnectionKey, Database } from '#libs/persistence';
import type { AdminPrincipal, Caller } from '../http/caller.js';
import { seesPersonalData } from '../http/permissions.js';
import { requireConnection } from '../http/require-connection.js';
import type { ConnectionWarning, ConnectionWarnings } from './warning.dto.js';

/** What is wrong with a connection. */
@Injectable()
export class WarningsService {
  constructor(private readonly database: Database) {}

  async list(caller: Caller, key: ConnectionKey): Promise<ConnectionWarnings> {
    const { repositories } = this.database;
    const warnings = await readWarnings(repositories, await requireConnection(repositories, key));
    return { health: healthOf(warnings), items: warnings.map(warning => toAnswer(warning, caller)) };
  }
}

/** Only what was seen of people tells of people. */
function toAnswer(warning: Warning, principal: AdminPrincipal): ConnectionWarning {
  const isShown = seesPersonalData(principal) || !warningCodes[warning.code].isSeen;
  return { ...warning, evidence: isShown ? warning.evidence : null };
}
