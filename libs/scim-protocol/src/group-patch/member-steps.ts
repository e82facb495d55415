import { ScimError } from '../scim-error.js';
import type { GroupMember } from './group-member.js';
import type { MemberStep } from './member-step.js';

/** Collects changes to the members of a Group, in order, and folds those on ids into their net effect. */
export class MemberSteps {
  readonly #maxMembers: number;
  #named = 0;
  #steps: MemberStep[] = [];
  /** What has become of each id since the last step: a member, or undefined for one removed. */
  #changes = new Map<string, GroupMember | undefined>();
  #replacesAll = false;

  constructor(maxMembers: number) {
    this.#maxMembers = maxMembers;
  }

  add(members: readonly GroupMember[]): void {
    this.#count(members.length);
    // The sub-attributes of a member are immutable (RFC 7643 §4.2): the first to give one has it.
    for (const member of members) this.#changes.set(member.value, { ...member, ...this.#changes.get(member.value) });
  }

  remove(ids: readonly string[]): void {
    this.#count(ids.length);
    for (const id of ids) {
      if (this.#replacesAll) this.#changes.delete(id);
      else this.#changes.set(id, undefined);
    }
  }

  replaceAll(members: readonly GroupMember[]): void {
    // What came before is without effect, unless it may fail.
    if (!this.#steps.some(step => step.kind === 'replaceWhere' && !step.createsUnmatched)) this.#steps = [];
    this.#changes = new Map();
    this.#replacesAll = true;
    this.add(members);
  }

  where(step: Extract<MemberStep, { filter: unknown }>): void {
    this.#flush();
    this.#steps.push(step);
  }

  toSteps(): readonly MemberStep[] {
    this.#flush();
    return this.#steps;
  }

  #flush(): void {
    const add: GroupMember[] = [];
    const remove: string[] = [];
    for (const [id, member] of this.#changes) {
      if (member === undefined) remove.push(id);
      else add.push(member);
    }
    if (this.#replacesAll) this.#steps.push({ kind: 'replaceAll', members: add });
    else if (this.#changes.size > 0) this.#steps.push({ kind: 'change', add, remove });
    this.#changes = new Map();
    this.#replacesAll = false;
  }

  #count(members: number): void {
    this.#named += members;
    checkMemberCount(this.#named, this.#maxMembers);
  }
}

/**
 * Checks how many members a request names.
 *
 * @throws ScimError `payloadTooLarge` saying the limit
 */
export function checkMemberCount(named: number, maxMembers: number): void {
  if (named <= maxMembers) return;
  throw ScimError.payloadTooLarge(`A request may name at most ${maxMembers} members.`);
}
