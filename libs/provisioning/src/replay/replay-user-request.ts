import {
  type ConnectionKey,
  type Database,
  type DirectoryUser,
  type DirectoryUserId,
  isUuid,
  newUser,
  type Repositories,
  toBeWritten,
  UserNameTaken,
  ValueTaken,
} from '#libs/persistence';
import {
  applyPatch,
  parsePatchOp,
  parseResource,
  prepareUserName,
  replaceResource,
  type ResourceType,
  sameResource,
  type ScimAttributes,
  ScimError,
  type ScimUser,
  type Tolerances,
} from '#libs/scim-protocol';
import type { AccountEffect } from '../account-effect.js';
import { decideCreate } from '../decide-create.js';
import { type DirectoryChange, planEffect } from '../plan-effect.js';

/** A request that changes a user. */
export interface UserRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** None with a POST. */
  readonly id: string | undefined;
  readonly body: unknown;
}

/** How the connection's requests are read. */
export interface ReplayForm {
  readonly tolerances: Tolerances;
  /** With the connection's own extensions. */
  readonly userResourceType: ResourceType;
}

/** What a request would do if it came now. */
export interface ReplayOutcome {
  readonly status: number;
  readonly scimType: string | undefined;
  /** What the error would say. */
  readonly detail: string | undefined;
  readonly before: ScimAttributes | undefined;
  readonly after: ScimAttributes | undefined;
  /** Undefined when nothing would change. */
  readonly effect: AccountEffect | undefined;
}

/** Ends a transaction without storing anything of it. */
class RolledBack extends Error {
  override readonly name = 'RolledBack';

  constructor(readonly outcome: ReplayOutcome) {
    super('This transaction is only to see what would happen.');
  }
}

/**
 * Carries a request out again on today's directory, decides its effect on today's accounts, and stores nothing of it.
 * @returns what it would be answered and what would become of the account
 */
export async function replayUserRequest(
  database: Database,
  connection: ConnectionKey,
  form: ReplayForm,
  request: UserRequest,
): Promise<ReplayOutcome> {
  try {
    return await database.writeDirectory(connection, async repositories => {
      throw new RolledBack(await outcomeOf(new Replay(repositories, connection, form), request));
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.outcome;
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    const { status, scimType, message: detail } = refusal;
    return { status, scimType, detail, before: undefined, after: undefined, effect: undefined };
  }
}

function refusalOf(error: unknown): ScimError | undefined {
  if (error instanceof ScimError) return error;
  if (error instanceof UserNameTaken)
    return ScimError.uniqueness('Another user of this connection already has this userName.');
  return error instanceof ValueTaken ? ScimError.uniqueness(error.message) : undefined;
}

function outcomeOf(replay: Replay, { method, id = '', body }: UserRequest): Promise<ReplayOutcome> {
  switch (method) {
    case 'POST':
      return replay.create(body);
    case 'PUT':
      return replay.replace(id, body);
    case 'PATCH':
      return replay.patch(id, body);
    case 'DELETE':
      return replay.delete(id);
  }
}

/** One request, carried out in a transaction that will be rolled back. */
class Replay {
  constructor(
    private readonly repositories: Repositories,
    private readonly connection: ConnectionKey,
    private readonly form: ReplayForm,
  ) {}

  async create(body: unknown): Promise<ReplayOutcome> {
    const { userResourceType, tolerances } = this.form;
    const posted: ScimAttributes = { active: true, ...parseResource(body, userResourceType, tolerances) };
    const { userName, externalId } = posted as ScimUser;
    const identity = { userNameKey: prepareUserName(userName), externalId };
    const named = await this.repositories.directoryUsers.lockNamed(this.connection, identity);
    const decision = decideCreate(identity, named);
    if (decision.kind === 'conflict')
      throw ScimError.uniqueness(
        `An active user with this userName or externalId exists, with id ${decision.user.id}.`,
      );
    if (decision.retires)
      await this.repositories.directoryUsers.remove(this.connection, decision.retires.id, 'retired');
    if (decision.kind === 'create') return this.store(201, { after: toBeWritten(newUser(), posted) });
    const before = decision.user;
    const returned = replaceResource({ ...before.resource, active: true }, body, userResourceType, tolerances);
    return this.store(201, { before, after: toBeWritten(before, { active: true, ...returned }) });
  }

  replace(id: string, body: unknown): Promise<ReplayOutcome> {
    const { userResourceType, tolerances } = this.form;
    return this.change(id, current => replaceResource(current, body, userResourceType, tolerances));
  }

  patch(id: string, body: unknown): Promise<ReplayOutcome> {
    const { userResourceType, tolerances } = this.form;
    const operations = parsePatchOp(body, { tolerances });
    return this.change(id, current => applyPatch(current, operations, userResourceType, tolerances));
  }

  async delete(id: string): Promise<ReplayOutcome> {
    const user = await this.lock(id);
    const { effect } = await planEffect(this.repositories, this.connection, {
      before: user,
      after: user,
      removed: true,
    });
    return { ...done(204), before: user.resource, after: undefined, effect };
  }

  private async change(id: string, next: (current: ScimAttributes) => ScimAttributes): Promise<ReplayOutcome> {
    const before = await this.lock(id);
    const resource = { active: before.active, ...next(before.resource) };
    if (sameResource(before.resource, resource)) return this.repeat(before);
    return this.store(200, { before, after: toBeWritten(before, resource) });
  }

  private async repeat(user: DirectoryUser): Promise<ReplayOutcome> {
    const { effect, writes } = await planEffect(this.repositories, this.connection, { before: user, after: user });
    const { resource } = user;
    return { ...done(200), before: resource, after: resource, effect: writes.length > 0 ? effect : undefined };
  }

  /** Looks whether it can be stored, too. */
  private async store(status: number, change: DirectoryChange): Promise<ReplayOutcome> {
    const { uniqueValues, directoryUsers } = this.repositories;
    const { before, after } = change;
    const { userResourceType } = this.form;
    await uniqueValues.reserve(this.connection, userResourceType, after);
    const { effect } = await planEffect(this.repositories, this.connection, change);
    if (before) await directoryUsers.restore(this.connection, before.id, after.resource, userResourceType);
    else await directoryUsers.insert(this.connection, after.id, after.resource, userResourceType);
    return { ...done(status), before: before?.resource, after: after.resource, effect };
  }

  private async lock(id: string): Promise<DirectoryUser> {
    const found = isUuid(id)
      ? await this.repositories.directoryUsers.lock(this.connection, id as DirectoryUserId)
      : undefined;
    if (!found) throw ScimError.notFound(`There is no user with the id "${id}" in this connection.`);
    return found;
  }
}

function done(status: number): Pick<ReplayOutcome, 'status' | 'scimType' | 'detail'> {
  return { status, scimType: undefined, detail: undefined };
}
