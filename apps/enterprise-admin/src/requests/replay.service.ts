import { Injectable } from '@nestjs/common';
import { type AttributeMapping, mapAttributes } from '#libs/attribute-mapping';
import { readMapping } from '#libs/connection-health';
import { idpProfile } from '#libs/idp-profiles';
import {
  type ConnectionKey,
  type ConnectionRow,
  Database,
  type ScimRequestId,
  type ScimRequestRow,
} from '#libs/persistence';
import { extendedUserResourceType, type ReplayOutcome, replayUserRequest, type UserRequest } from '#libs/provisioning';
import {
  differenceOf,
  explainEffect,
  type LoggedEffect,
  readTarget,
  toLoggedRequest,
  valueWithoutSecrets,
} from '#libs/request-log';
import { AdminProblem } from '../http/admin-problem.js';
import type { Caller } from '../http/caller.js';
import { requireConnection } from '../http/require-connection.js';
import type { ReplayInput } from './request-query.dto.js';
import type { MappedPerson, RequestReplay } from './request-report.dto.js';
import { toChange } from './request.mapper.js';

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Looks what a stored request would do today. */
@Injectable()
export class ReplayService {
  constructor(private readonly database: Database) {}

  /** @throws AdminProblem `not_found`, `request_not_replayable` */
  async replay(
    caller: Caller,
    key: ConnectionKey,
    id: ScimRequestId,
    { mappingVersion }: ReplayInput,
  ): Promise<RequestReplay> {
    const { repositories } = this.database;
    const connection = await requireConnection(repositories, key);
    const row = await repositories.scimRequests.find(key, id);
    if (!row) throw AdminProblem.notFound();
    const request = toUserRequest(row);
    const version = mappingVersion ?? connection.mapping_version;
    const mapping = await readMapping(repositories, version);
    if (!mapping) throw AdminProblem.notFound();
    const outcome = await replayUserRequest(this.database, key, formOf(connection), request);
    const mapped = outcome.after && toMappedPerson(outcome.after, connection, version, mapping.mapping);
    return { ...toReplay(outcome, caller), mapped: mapped ?? null };
  }
}

function formOf({ idp_profile: profile, user_extensions: extensions }: ConnectionRow) {
  return { tolerances: idpProfile(profile).tolerances, userResourceType: extendedUserResourceType(extensions ?? []) };
}

/** @throws AdminProblem `request_not_replayable` */
function toUserRequest(row: ScimRequestRow): UserRequest {
  const { endpoint, id, isSearch } = readTarget(row.path);
  const method = METHODS.find(candidate => candidate === row.method);
  if (endpoint !== 'users' || isSearch || !method || (method === 'POST') !== (id === undefined))
    throw AdminProblem.requestNotReplayable('Only requests that create, change or delete one user can be replayed.');
  if (method !== 'DELETE' && row.body_kept !== 'whole')
    throw AdminProblem.requestNotReplayable('The body of this request is not kept in full, so it cannot be replayed.');
  return { method, id, body: toLoggedRequest(row).body };
}

function toReplay(outcome: ReplayOutcome, caller: Caller): Omit<RequestReplay, 'mapped'> {
  const { status, scimType = null, detail = null, before, after, effect } = outcome;
  const changes = valueWithoutSecrets(differenceOf(before, after)) as ReturnType<typeof differenceOf>;
  return {
    status,
    scimType,
    detail,
    changes: changes.map(change => toChange(change, caller)),
    effect: (status < 400 && explainEffect(toLoggedEffect(effect))) || null,
  };
}

function toLoggedEffect(effect: ReplayOutcome['effect']): LoggedEffect {
  if (!effect) return { kind: 'none', because: 'nothing changed' };
  if (effect.kind === 'create')
    return { kind: 'create', ...(effect.freesLoginOf && { freesLoginOf: effect.freesLoginOf.id }) };
  if (effect.kind === 'release') return { kind: 'release', freesLoginOf: effect.freesLoginOf.id };
  if (effect.kind === 'none') return effect;
  const { account, links, updates, state } = effect;
  return { kind: 'change', accountId: account.id, links, updates, ...(state && { state }) };
}

function toMappedPerson(
  person: NonNullable<ReplayOutcome['after']>,
  { idp_profile: profile }: ConnectionRow,
  mappingVersion: number,
  mapping: AttributeMapping,
): MappedPerson {
  const { account, missing } = mapAttributes(mapping, 'scim', idpProfile(profile).id, person);
  const { login, name, email } = account;
  const required = missing.filter(target => target.required).map(({ target }) => target);
  return { mappingVersion, login, name, email, missing: required };
}
