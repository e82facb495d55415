import type { Exchange } from './exchange.ts';
import type { Story } from './story.ts';

/** `profile.json` in a profile's folder. */
export interface ProfileDescription {
  readonly title: string;
  /** The identity provider's name, as administrators know it. */
  readonly identityProvider: string;
  /**
   * Everything of that profile that has no file of the same name here belongs to this one, too; and its `identityProvider`,
   * `headers`, `bodyHeaders` and `externalIds`, unless they are here.
   */
  readonly extends?: string;
  /** Files of the extended profile that do not belong to this one: exchanges as "07-read-user", stories as "stories/02-link". */
  readonly without?: readonly string[];
  /** Appended to the query of every request, as identity providers do with what stands in the base URL. */
  readonly query?: string;
  /** On every request. */
  readonly headers: { readonly [name: string]: string };
  /** On every request with a body, besides. */
  readonly bodyHeaders: { readonly [name: string]: string };
  /**
   * How the identity provider's own ids look: `#` is a hexadecimal digit, `?` a letter or digit, `9` stays a nine.
   */
  readonly externalIds: { readonly user: string; readonly group: string };
}

/** A profile as it is run: exchanges in the order in which the identity provider sends them, by the names of their files. */
export interface Profile {
  readonly name: string;
  readonly description: ProfileDescription;
  readonly exchanges: ReadonlyMap<string, Exchange>;
  readonly stories: ReadonlyMap<string, Story>;
}
