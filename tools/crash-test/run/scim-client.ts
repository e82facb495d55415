import type { Attributes, Change, Stored, Subject } from '../changes/subject.ts';
import type { KilledProcess } from './killed-process.ts';

const NO_ANSWER_MS = 30_000;
const TRIES = 20;

/** What came back; nothing when the connection broke, or when the service said that it could not. */
export type Answer = { readonly status: number; readonly id?: string; readonly text: string } | undefined;

/** A resource as it is answered, as far as it is looked at. */
interface Resource {
  readonly id: string;
  readonly userName?: string;
  readonly displayName: string;
  readonly active?: boolean;
  readonly groups?: readonly { readonly value: string }[];
}

/** The identity provider: sends changes to a service that may be killed at any time. */
export class ScimClient {
  /** How many answers came, whatever they said. */
  answers = 0;

  private readonly service: KilledProcess;
  private readonly access: { readonly path: string; readonly token: string };
  /** The names of mapped groups by their ids. */
  private readonly groupNames: ReadonlyMap<string, string>;

  constructor(
    service: KilledProcess,
    access: { readonly path: string; readonly token: string },
    groupNames: ReadonlyMap<string, string>,
  ) {
    this.service = service;
    this.access = access;
    this.groupNames = groupNames;
  }

  /** Waits for the service, and asks for a change once. */
  async send({ method, path, body }: Pick<Change, 'method' | 'path' | 'body'>): Promise<Answer> {
    const origin = await this.service.origin();
    try {
      const answer = await this.fetch(origin, path, { method, ...(body && { body: JSON.stringify(body) }) });
      const text = await answer.text();
      this.answers += 1;
      if (answer.status === 503) return undefined;
      const { id } = text === '' ? {} : (JSON.parse(text) as { readonly id?: string });
      return { status: answer.status, text, ...(id !== undefined && { id }) };
    } catch {
      return undefined;
    }
  }

  /**
   * What is stored of a person or group, however often that has to be asked.
   * @throws Error when there is no answer, or more than one of it
   */
  async read({ endpoint, externalId }: Subject): Promise<Stored> {
    const path = `/${endpoint}?filter=${encodeURIComponent(`externalId eq "${externalId}"`)}`;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const origin = await this.service.origin();
      try {
        const answer = await this.fetch(origin, path, { method: 'GET' });
        const list = (await answer.json()) as { readonly Resources?: readonly Resource[] };
        this.answers += 1;
        if (answer.status !== 200) continue;
        const found = list.Resources ?? [];
        if (found.length <= 1) return this.toStored(found[0]);
      } catch {
        continue;
      }
      throw new Error(`There is more than one ${externalId}.`);
    }
    throw new Error(`${externalId} could not be read.`);
  }

  private toStored(resource: Resource | undefined): Stored {
    if (!resource) return null;
    const { id, userName, displayName, active, groups = [] } = resource;
    if (userName === undefined) return { id, attributes: { displayName } };
    const names = groups.map(({ value }) => this.groupNames.get(value) ?? value).toSorted();
    const attributes: Attributes = { userName, displayName, active: active ?? false, groups: names };
    return { id, attributes };
  }

  private fetch(origin: string, path: string, init: { method: string; body?: string }): Promise<Response> {
    return fetch(`${origin}${this.access.path}${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${this.access.token}`, 'Content-Type': 'application/scim+json' },
      signal: AbortSignal.timeout(NO_ANSWER_MS),
    });
  }
}
