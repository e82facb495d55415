import { randomUUID } from 'node:crypto';
import { type FuzzRequest, withJson } from '../cases/case-kind.ts';
import { DIRECTORY_SIZE, type KnownValues } from '../cases/placeholders.ts';
import type { Exchange, HttpClient } from './http-client.ts';

type SlotKind = 'user' | 'group';

const ENDPOINT = { user: '/Users', group: '/Groups' } as const;

/**
 * The users and groups that generated requests speak of. What the requests delete is made anew, and what they create
 * takes the place of an older one, so that the directory keeps its size however long the run is.
 */
export class FuzzedDirectory implements KnownValues {
  cursor = '';
  private readonly client: HttpClient;
  private readonly slots: Readonly<Record<SlotKind, (string | undefined)[]>> = {
    user: Array.from({ length: DIRECTORY_SIZE.users }),
    group: Array.from({ length: DIRECTORY_SIZE.groups }),
  };
  private readonly surplus: string[] = [];
  private readonly nextSlot = { user: 0, group: 0 };
  private made = 0;

  constructor(client: HttpClient) {
    this.client = client;
  }

  idOf(kind: SlotKind, slot: number): string {
    // Deleted in the meantime, or never made: a request for nobody is a case too.
    return this.slots[kind][slot % this.slots[kind].length] ?? '00000000-0000-4000-8000-000000000000';
  }

  /** Learns from an answer what there is now. */
  note({ sent, answer }: Exchange): void {
    if (sent.method === 'DELETE' && answer.status === 204) this.forget(sent.url);
    if (answer.body.includes('"nextCursor"')) this.noteCursor(answer.body);
    if (answer.status === 201) this.adopt(sent.url, String(answer.headers['location'] ?? ''));
    if (/\/bulk/i.test(sent.url) && answer.status === 200) this.noteBulk(answer.body);
  }

  /** Brings the directory back to its size: fills what is empty, deletes what is too much. */
  async restore(): Promise<void> {
    for (const path of this.surplus.splice(0)) await this.client.send({ method: 'DELETE', path, headers: {} }, this);
    for (const kind of ['user', 'group'] as const) {
      for (const [slot, id] of this.slots[kind].entries()) {
        if (id === undefined) this.slots[kind][slot] = await this.make(kind);
      }
    }
  }

  private async make(kind: SlotKind): Promise<string | undefined> {
    const { answer } = await this.client.send(this.ordinary(kind), this);
    return answer.status === 201 ? (JSON.parse(answer.body) as { id: string }).id : undefined;
  }

  private ordinary(kind: SlotKind): FuzzRequest {
    const number = this.made++;
    if (kind === 'group') {
      const members = [0, 1, 2].map(slot => ({ value: this.idOf('user', number + slot) }));
      return withJson('POST', '/Groups', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
        displayName: `Crew ${number} ${randomUUID()}`,
        members,
      });
    }
    const userName = `ordinary-${number}-${randomUUID()}@example.com`;
    return withJson('POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName,
      externalId: randomUUID(),
      name: { givenName: 'Ava', familyName: `Lind ${number}` },
      emails: [{ value: userName, type: 'work', primary: true }],
      active: true,
    });
  }

  private noteCursor(body: string): void {
    this.cursor = /"nextCursor":"([^"]+)"/.exec(body)?.[1] ?? this.cursor;
  }

  private noteBulk(body: string): void {
    for (const [, location = ''] of body.matchAll(/"location":"([^"]+)"/g)) this.adopt('', location);
  }

  /** A restored user keeps its id, so it may be known already. */
  private adopt(url: string, location: string): void {
    const [, kind, id] = matchResource(location) ?? matchResource(url) ?? [];
    if (kind === undefined || id === undefined) return;
    const slots = this.slots[kind];
    if (slots.includes(id)) return;
    const slot = this.nextSlot[kind]++ % slots.length;
    const displaced = slots[slot];
    if (displaced !== undefined) this.surplus.push(`${ENDPOINT[kind]}/${displaced}`);
    slots[slot] = id;
  }

  private forget(url: string): void {
    const [, kind, id] = matchResource(url) ?? [];
    if (kind === undefined) return;
    const slot = this.slots[kind].indexOf(id);
    if (slot >= 0) this.slots[kind][slot] = undefined;
  }
}

function matchResource(url: string): readonly [string, SlotKind, string] | undefined {
  const [whole, endpoint, id] = /\/+(users|groups)\/+([\da-f-]{36})/i.exec(url) ?? [];
  if (whole === undefined || endpoint === undefined || id === undefined) return undefined;
  return [whole, endpoint.toLowerCase() === 'users' ? 'user' : 'group', id];
}
