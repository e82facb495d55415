import type { ConnectionKey, ConnectionRow, DirectoryUser } from '#libs/persistence';
import { planEffect, writeEffect } from '#libs/provisioning';
import { toBeWritten, newUser } from '#libs/persistence';
import { anEnterprise, aTestedConnection, runningAdmin, type TestCaller } from './builders.js';

/** An enterprise with a connection that can be enabled, and its directory as an identity provider writes it. */
export class ProvisionedEnterprise {
  private constructor(
    readonly key: ConnectionKey,
    readonly administrator: TestCaller,
    /** Of the connection, below `/api/v1`. */
    readonly path: string,
  ) {}

  static async make(
    given: { readonly mode?: ConnectionRow['provisioning_mode'] } = {},
  ): Promise<ProvisionedEnterprise> {
    const { database } = await runningAdmin();
    const { id, path, administrator } = await anEnterprise();
    const key = await aTestedConnection(id);
    await database.repositories.connections.update(key, { state: 'tested', provisioningMode: given.mode ?? 'users' });
    return new ProvisionedEnterprise(key, administrator, `${path}/connections/${key.connectionId}`);
  }

  /** The same enterprise by another of its connections. */
  withKey(key: ConnectionKey): ProvisionedEnterprise {
    return new ProvisionedEnterprise(
      key,
      this.administrator,
      `/enterprises/${key.enterpriseId}/connections/${key.connectionId}`,
    );
  }

  /** As a POST or PUT of the identity provider. */
  async put(
    userName: string,
    given: { readonly active?: boolean; readonly before?: DirectoryUser; readonly externalId?: string } = {},
  ) {
    const { database } = await runningAdmin();
    const { before, active = true, externalId } = given;
    const resource = {
      userName,
      active,
      displayName: userName,
      ...(externalId && { externalId }),
    };
    return database.writeDirectory(this.key, async repositories => {
      if (before) await repositories.directoryUsers.lock(this.key, before.id);
      const after = toBeWritten(before ?? newUser(), resource);
      const effect = await planEffect(repositories, this.key, { ...(before && { before }), after });
      const stored = before
        ? await repositories.directoryUsers.update(this.key, before, resource)
        : await repositories.directoryUsers.insert(this.key, after.id, resource);
      await writeEffect(repositories, this.key, effect, CAUSE);
      return stored;
    });
  }

  /** As a DELETE of the identity provider. */
  async remove(user: DirectoryUser): Promise<void> {
    const { database } = await runningAdmin();
    await database.writeDirectory(this.key, async repositories => {
      await repositories.directoryUsers.lock(this.key, user.id);
      const effect = await planEffect(repositories, this.key, { before: user, after: user, removed: true });
      await repositories.directoryUsers.remove(this.key, user.id, 'deleted');
      await writeEffect(repositories, this.key, effect, CAUSE);
    });
  }

  /** An account that was there before. */
  async localAccount(login: string, given: { readonly isAdministrator?: boolean } = {}): Promise<void> {
    await this.query(
      'insert into accounts (enterprise_id, id, login, login_key, is_administrator) values (?, uuidv7(), ?, ?, ?)',
      [this.key.enterpriseId, login, login, given.isAdministrator ?? false],
    );
  }

  /** The accounts by login: whether they are active, and linked. */
  async accounts(): Promise<Readonly<Record<string, string>>> {
    const rows = await this.query(
      `select login || case when login_key is null then ' (freed)' else '' end as login,
         state || case when directory_user_id is null then '' else ', linked' end as state
       from accounts where enterprise_id = ? order by id`,
      [this.key.enterpriseId],
    );
    return Object.fromEntries(rows.map(({ login, state }) => [String(login), String(state)]));
  }

  /** How many events of each kind were written. */
  async events(): Promise<Readonly<Record<string, number>>> {
    const rows = await this.query(
      'select type, count(*)::int as n from account_events where enterprise_id = ? group by 1',
      [this.key.enterpriseId],
    );
    return Object.fromEntries(rows.map(({ type, n }) => [String(type), Number(n)]));
  }

  async query(sql: string, values: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { database } = await runningAdmin();
    return database.orm.em.fork().execute(sql, [...values]);
  }

  /** Enables it as the service does, up to the application, which is left to the test. */
  async beginApplication() {
    const { database } = await runningAdmin();
    const { id: previewId, total } = await this.preview();
    const begun = await database.transaction(async ({ applications, connections }) => {
      await connections.update(this.key, { state: 'enabled' });
      return applications.insert(this.key, { previewId, total, cause: CAUSE });
    });
    return { database, begun };
  }

  /** Oldest first. */
  async directoryUserIds(): Promise<readonly unknown[]> {
    const rows = await this.query('select id from directory_users where connection_id = ? order by id', [
      this.key.connectionId,
    ]);
    return rows.map(({ id }) => id);
  }

  /** A finished preview. */
  async preview(purpose: object = { kind: 'enable' }) {
    const { body } = await this.administrator.send('post', `${this.path}/impact-previews`, { purpose }).expect(201);
    return body;
  }

  /** The logins in one category of a preview. */
  async named(previewId: string, category: string): Promise<readonly string[]> {
    const place = `${this.path}/impact-previews/${previewId}/items?category=${category}`;
    const { body } = await this.administrator.send('get', place).expect(200);
    return body.items.map(({ login }: { login: string }) => login);
  }

  /** Looks at the impact of a change, and makes it. */
  async change(action: string, body: object = {}, purpose: object = { kind: 'enable' }) {
    const { id } = await this.preview(purpose);
    return (await this.administrator.send('post', `${this.path}/${action}`, { ...body, previewId: id }).expect(200))
      .body;
  }
}

const CAUSE = { actor: { kind: 'scim-token', id: 'test' }, requestId: null } as const;
