import { type HttpAnswer, HttpClient } from '../http/client.ts';
import { type Patience, ServerWatch } from '../http/server-watch.ts';
import type { Profile } from '../profile/profile.ts';
import { Directory } from '../scene/directory.ts';
import type { Scene } from '../scene/scene.ts';
import { Features } from './features.ts';
import { findResidents } from './residents.ts';
import type { Target } from './target.ts';

/** How the suite is run, whatever the profile. */
export interface RunSettings {
  /** As if the administrator had typed a slash behind the base URL. */
  readonly doubleSlash: boolean;
  /** Directories that hold users already are run against, too. */
  readonly allowExisting: boolean;
  /** Ends the run; what was made is removed all the same. */
  readonly signal: AbortSignal;
  /** How long to wait for answers; without it as long as identity providers do. */
  readonly patience?: Patience;
}

/** A scene that nobody but a crowd is in, kept for the story after: most of a run is making and removing crowds. */
export interface KeptScene {
  readonly profile: Profile;
  readonly crowd: string;
  readonly scene: Scene;
}

/** Identity providers open about so many connections. */
const CONNECTIONS = 16;

interface Opened {
  readonly client: HttpClient;
  readonly directory: Directory;
  readonly features: Features;
  readonly watch: ServerWatch;
  readonly signal: AbortSignal;
  readonly wasEmpty: boolean;
  readonly close: () => void;
}

/** One target that can be run against. */
export class Session {
  /** Paths of resources that could not be removed. */
  readonly left: string[] = [];
  kept: KeptScene | undefined;

  readonly target: Target;
  readonly settings: RunSettings;
  readonly client: HttpClient;
  readonly directory: Directory;
  readonly features: Features;
  /** Whether the server still answers. */
  readonly watch: ServerWatch;
  /** Ends what is under way: the run is interrupted, or the server no longer answers. */
  readonly signal: AbortSignal;
  private readonly wasEmpty: boolean;
  private readonly close: () => void;

  private constructor(target: Target, settings: RunSettings, opened: Opened) {
    this.target = target;
    this.settings = settings;
    this.client = opened.client;
    this.directory = opened.directory;
    this.features = opened.features;
    this.watch = opened.watch;
    this.signal = opened.signal;
    this.wasEmpty = opened.wasEmpty;
    this.close = opened.close;
  }

  /** Looks whether the server is there, takes the token, and holds nobody whom it must not hold. @throws CannotRun */
  static async open(target: Target, settings: RunSettings): Promise<Session> {
    const watch = new ServerWatch(settings.patience);
    const signal = AbortSignal.any([settings.signal, watch.signal]);
    const client = new HttpClient(target.baseUrl, CONNECTIONS, signal, watch);
    // Clearing up goes on when the run is interrupted.
    const ownClient = new HttpClient(target.baseUrl, CONNECTIONS, undefined, watch);
    let features: Features | undefined;
    const close = () => [client, ownClient].forEach(each => each.close());
    try {
      const learn = (answer: HttpAnswer) => features?.learn(answer);
      const directory = new Directory(target.baseUrl, target.token, ownClient, learn, settings.signal);
      const wasEmpty = await findResidents(target, directory, settings.allowExisting);
      features = await Features.detect(directory);
      return new Session(target, settings, { client, directory, features, watch, signal, wasEmpty, close });
    } catch (error) {
      close();
      throw error;
    }
  }

  /** Nobody is there but those whom the suite makes: the number of all users can be told. */
  get isOurs(): boolean {
    return this.wasEmpty && this.left.length === 0;
  }

  /** Closes the connections. */
  end(): void {
    this.close();
  }
}
