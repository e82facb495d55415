import type { Account, ExaminedAccount, ImpactCategory, LeavingChoice } from '#libs/persistence';
import type { AccountEffect } from '../account-effect.js';
import { eventsOf } from '../write-effect.js';
import type { Decision } from './decide-for.js';

/** What an effect is to an administrator who looks at it before it happens. */
export interface Impact {
  /** `unaffected`: the directory user has no account and gets none. */
  readonly category: Exclude<ImpactCategory, 'not_covered'> | 'unaffected';
  readonly account: ExaminedAccount | undefined;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Active accounts are seats. */
  readonly seatsTaken: number;
  readonly seatsFreed: number;
}

/** Tells what a decision is. Pure: `classify.test.ts` is its specification. */
export function classify(decision: Decision): Impact {
  const { effect } = decision;
  switch (effect.kind) {
    case 'none':
      return withoutEffect(effect);
    case 'create':
      return { ...madeAnew('created', effect.freesLoginOf), seatsTaken: 1 };
    case 'release':
      return madeAnew('conflicting', effect.freesLoginOf);
    case 'change':
      return changed(decision, effect);
  }
}

/** Tells what leaving does to an account that is linked. */
export function classifyLeaving(account: ExaminedAccount, keep: LeavingChoice): Impact {
  const isFreed = keep === 'remove' && account.state === 'active';
  return {
    category: isFreed ? 'deactivated' : 'matched',
    account,
    detail: { unlinks: true },
    seatsTaken: 0,
    seatsFreed: isFreed ? 1 : 0,
  };
}

function withoutEffect({ because }: Extract<AccountEffect, { kind: 'none' }>): Impact {
  const isConflict = because === 'login belongs to another directory user';
  return {
    category: isConflict ? 'conflicting' : 'unaffected',
    account: undefined,
    detail: isConflict ? { reason: 'login_of_another_directory_user' } : {},
    seatsTaken: 0,
    seatsFreed: 0,
  };
}

/** The login goes from the account of somebody who has left to somebody else. */
function madeAnew(category: 'created' | 'conflicting', before: Account | undefined): Impact {
  return {
    category,
    account: undefined,
    detail: before ? { reason: 'login_recycled', accountThatHadIt: before.id } : {},
    seatsTaken: 0,
    seatsFreed: before?.state === 'active' ? 1 : 0,
  };
}

function changed(
  { situation, writes, isLoginTaken }: Decision,
  { links, state, account }: Extract<AccountEffect, { kind: 'change' }>,
): Impact {
  const examined = situation.linked ?? situation.holder;
  const write = writes.at(-1);
  const changes = write?.kind === 'update' ? eventsOf(account, write.change) : [];
  const updated = changes.find(({ type }) => type === 'account.updated');
  const common = { account: examined, detail: { links, ...updated?.change }, seatsTaken: 0, seatsFreed: 0 };
  if (state === 'suspended') return { ...common, category: 'deactivated', seatsFreed: 1 };
  if (state === 'active') return { ...common, category: 'reactivated', seatsTaken: 1 };
  const reason = conflictOf(situation.user.active, account, isLoginTaken);
  return reason
    ? { ...common, category: 'conflicting', detail: { ...common.detail, reason } }
    : { ...common, category: 'matched' };
}

/** What keeps a person from what the directory wants for them. */
function conflictOf(wantsAccess: boolean, account: Account, isLoginTaken: boolean): string | undefined {
  if (isLoginTaken) return 'login_taken';
  return wantsAccess && account.state === 'suspended' ? 'suspended_by_administrator' : undefined;
}
