/** One member of a Group, as far as a client decides about it (RFC 7643 §4.2). */
export interface GroupMember {
  /** The id of a User or Group. */
  readonly value: string;
  /** What the client says the member is, in `type` or by its `$ref`. */
  readonly type?: 'User' | 'Group';
  readonly display?: string;
}
