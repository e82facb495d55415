import type { HttpAnswer, HttpRequest } from '../runner/http/client.ts';
import type { Given } from '../runner/profile/exchange.ts';
import type { Session } from '../runner/run/session.ts';
import { objectOf } from '../runner/scene/directory.ts';
import type { Names } from '../runner/scene/names.ts';
import { NOT_OURS } from '../runner/scene/ownership.ts';
import { Scene, SetUpFailed } from '../runner/scene/scene.ts';
import { isList, isObject } from '../runner/template.ts';
import { asText } from './example-text.ts';
import { idKey } from './pact-values.ts';

/** Why an interaction was not verified. */
export interface NotSetUp {
  readonly reason: string;
  readonly isLacking: boolean;
}

/** Brings about the provider states of one interaction after the other, by SCIM itself, and clears up after each. */
export class Stage {
  readonly notSetUp = new Map<string, NotSetUp>();
  readonly answers = new Map<string, HttpAnswer>();
  private readonly session: Session;
  private readonly names: Names;
  private interaction = '';
  private scene: Scene | undefined;

  constructor(session: Session, names: Names) {
    this.session = session;
    this.names = names;
  }

  /** Whether the interaction can be verified: what must be there is there, and who must not be is not. */
  get isSetUp(): boolean {
    return !this.notSetUp.has(this.interaction);
  }

  /** Makes what is given. @returns what the generators of the pact ask for */
  async give(interaction: string, given: Given): Promise<Record<string, string>> {
    const scene = await this.sceneOf(interaction);
    try {
      await scene.setUp([given]).catch(async (error: unknown) => {
        // Most likely somebody has the name.
        for (const name of namesOf(given, scene)) await this.free(name, 'group' in given);
        if (!this.isSetUp) throw error;
        await scene.setUp([given]);
      });
    } catch (error) {
      if (!(error instanceof SetUpFailed)) throw error;
      this.leaveOut(error.message, error.lacks !== undefined);
    }
    const ids = namesOf(given, scene).map(name => [idKey(name), scene.idOf(name) ?? 'not-set-up']);
    return { ...this.ownValues(), ...(Object.fromEntries(ids) as Record<string, string>) };
  }

  /** Sees to it that there is nobody, or no group, of this name; unless it is somebody whom this run has not made. */
  async giveNone(interaction: string, name: string, isGroup: boolean): Promise<Record<string, string>> {
    await this.sceneOf(interaction);
    await this.free(name, isGroup);
    return this.ownValues();
  }

  /** Only begins. */
  async giveNothing(interaction: string): Promise<Record<string, string>> {
    await this.sceneOf(interaction);
    return this.ownValues();
  }

  /** Whether a request would change somebody whom this run has not made. The interaction is left out then. */
  refuses(request: HttpRequest): boolean {
    const isRefused = this.session.directory.ownership.refuses(request);
    if (isRefused) this.leaveOut(NOT_OURS, false);
    return isRefused;
  }

  /** Learns from the answer what there is to clear up. */
  note(request: HttpRequest, answer: HttpAnswer): void {
    this.answers.set(this.interaction, answer);
    this.scene?.made.note({ request, answer, milliseconds: 0 });
  }

  /** Removes all that was made. */
  async clear(): Promise<void> {
    const { scene } = this;
    this.scene = undefined;
    if (scene) this.session.left.push(...(await scene.made.remove()));
  }

  private async sceneOf(interaction: string): Promise<Scene> {
    if (this.scene && this.interaction === interaction) return this.scene;
    await this.clear();
    this.interaction = interaction;
    this.scene = new Scene(this.session.directory, this.names, this.session.settings.signal);
    return this.scene;
  }

  private ownValues(): Record<string, string> {
    return { base_url: this.session.target.baseUrl };
  }

  /** The first reason is the one that is told. */
  private leaveOut(reason: string, isLacking: boolean): void {
    if (this.isSetUp) this.notSetUp.set(this.interaction, { reason, isLacking });
  }

  /** Removes who has this name when this run has made them. The names are the same in every run: others may have them. */
  private async free(name: string, isGroup: boolean): Promise<void> {
    const { directory } = this.session;
    const endpoint = isGroup ? 'Groups' : 'Users';
    const { userName, newUserName, displayName, newDisplayName } = this.names.of(name);
    for (const called of isGroup ? [displayName, newDisplayName] : [userName, newUserName]) {
      for (const id of await this.idsOf(called ?? '', isGroup)) {
        const path = `/${endpoint}/${encodeURIComponent(id)}`;
        if (directory.ownership.hasMade(id, endpoint)) await directory.send('DELETE', path);
        else this.leaveOut(`${path} is called "${called}", as in the contract, and was not made by this run.`, false);
      }
    }
  }

  private async idsOf(called: string, isGroup: boolean): Promise<string[]> {
    const [endpoint, attribute] = isGroup ? ['/Groups', 'displayName'] : ['/Users', 'userName'];
    const filter = encodeURIComponent(`${attribute} eq "${called}"`);
    const { answer } = await this.session.directory.send('GET', `${endpoint}?filter=${filter}`);
    const found = objectOf(answer)?.['Resources'];
    // A server that passes over the filter shows everybody.
    const named = (isList(found) ? found : []).filter(isObject).filter(resource => resource[attribute] === called);
    return named.map(({ id }) => asText(id));
  }
}

function namesOf(given: Given, scene: Scene): readonly string[] {
  if ('crowd' in given) return scene.crowd(given.crowd);
  return ['user' in given ? given.user : given.group];
}
