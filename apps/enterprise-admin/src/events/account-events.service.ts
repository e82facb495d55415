import { Injectable } from '@nestjs/common';
import { EventSigner, toEventDocument } from '#libs/account-events';
import { Database, type EnterpriseId, type PublishedEvent } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminSettings } from '../http/admin-settings.js';
import type { Caller } from '../http/caller.js';
import { seesPersonalData } from '../http/permissions.js';
import { requireEnterprise } from '../http/require-enterprise.js';
import {
  type AccountEvent,
  type AccountEventPage,
  type AccountEventQuery,
  DEFAULT_EVENTS,
} from './account-event.dto.js';

/** Account events, to be fetched instead of being sent. */
@Injectable()
export class AccountEventsService {
  constructor(
    private readonly database: Database,
    private readonly signer: EventSigner,
    private readonly settings: AdminSettings,
  ) {}

  /** The events of one enterprise. */
  async listOf(caller: Caller, enterpriseId: EnterpriseId, query: AccountEventQuery): Promise<AccountEventPage> {
    await requireEnterprise(this.database.repositories, enterpriseId);
    return this.list(caller, enterpriseId, query);
  }

  /** The events of one enterprise, or of all. */
  async list(
    caller: Caller,
    enterpriseId: EnterpriseId | undefined,
    { after = '0', limit = DEFAULT_EVENTS, types, format }: AccountEventQuery,
  ): Promise<AccountEventPage> {
    const areTokens = format === 'security_event_token';
    if (areTokens && !seesPersonalData(caller))
      throw AdminProblem.forbidden('Tokens hold personal data, which this key may not see. Ask for events.');
    const { publishedEvents } = this.database.repositories;
    const rows = await publishedEvents.list({ after, limit: limit + 1, enterpriseId, types });
    const shown = rows.slice(0, limit);
    return {
      items: areTokens ? [] : shown.map(row => toAccountEvent(row, caller)),
      tokens: areTokens ? await this.toTokens(shown) : [],
      cursor: shown.at(-1)?.position ?? after,
      hasMore: rows.length > limit,
    };
  }

  private toTokens(rows: readonly PublishedEvent[]): Promise<string[]> {
    const issuer = { issuer: this.settings.publicUrl };
    return Promise.all(rows.map(row => this.signer.sign(toEventDocument(row), issuer)));
  }
}

/** An event as the caller may see it. */
function toAccountEvent(row: PublishedEvent, caller: Caller): AccountEvent {
  const event = toEventDocument(row);
  return seesPersonalData(caller) ? event : { ...event, change: null };
}
