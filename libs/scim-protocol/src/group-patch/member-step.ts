import type { ResolvedFilter } from '../filter/resolved-filter.js';
import type { GroupMember } from './group-member.js';

/**
 * One change to the members of a Group (RFC 7644 §3.5.2). No id is twice in one step, so the order within a step does not
 * count; who is already a member stays as stored when added, and removing who is none succeeds.
 */
export type MemberStep =
  /** `add` and `remove` have no id in common: of several operations on one id the last has won. */
  | { readonly kind: 'change'; readonly add: readonly GroupMember[]; readonly remove: readonly string[] }
  /** Afterwards exactly these are members; none for a `remove` of all. */
  | { readonly kind: 'replaceAll'; readonly members: readonly GroupMember[] }
  | { readonly kind: 'removeWhere'; readonly filter: ResolvedFilter }
  | {
      readonly kind: 'replaceWhere';
      /** Those it selects go, and `member` comes. */
      readonly filter: ResolvedFilter;
      readonly member: GroupMember;
      /** Whether `member` comes also when the filter selects nobody; otherwise that is `noTarget` (RFC 7644 §3.5.2.3). */
      readonly createsUnmatched: boolean;
    };
