/** Which part of a list is wanted. Ids are UUIDs of version 7, so by id is oldest first. */
export interface Keyset {
  readonly limit: number;
  /** The id behind which the page begins; without it the first page. */
  readonly after?: string;
}

/** A page that begins behind nothing begins behind this. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';
