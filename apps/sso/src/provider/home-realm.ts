import { Injectable } from '@nestjs/common';
import { connectionOfDomain } from '#libs/domains';
import { type ConnectionKey, Database } from '#libs/persistence';

const KEY = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;
const KEY_HINT = 'enterprise:';
const MAX_HINT = 254;

/** What an application, or a person, says of where somebody signs in. */
export interface SignInHint {
  /** The key of an enterprise. */
  readonly enterprise?: unknown;
  /** An e-mail address, or `enterprise:` and a key. */
  readonly loginHint?: unknown;
}

/** The hint that leads to an enterprise. */
export function enterpriseHint(key: string): string {
  return `${KEY_HINT}${key}`;
}

/**
 * The key of the enterprise that an application wants somebody of, and of no other; undefined when it does not say. What it says
 * itself goes before the hint, which may be what somebody has entered.
 */
export function demandedEnterprise({ enterprise, loginHint }: SignInHint): string | undefined {
  if (typeof enterprise === 'string' && enterprise !== '') return enterprise;
  const hint = textOf(loginHint);
  return hint.startsWith(KEY_HINT) ? hint.slice(KEY_HINT.length) : undefined;
}

function textOf(loginHint: unknown): string {
  return typeof loginHint === 'string' && loginHint.length <= MAX_HINT ? loginHint.trim() : '';
}

/** Finds the connection by which somebody signs in. Nobody learns from it who has an account. */
@Injectable()
export class HomeRealm {
  constructor(private readonly database: Database) {}

  async find({ enterprise, loginHint }: SignInHint): Promise<ConnectionKey | undefined> {
    const { repositories } = this.database;
    const hint = textOf(loginHint);
    const key = demandedEnterprise({ enterprise, loginHint });
    if (key !== undefined && KEY.test(key)) return repositories.enterprises.findEnabledConnection(key);
    return hint.includes('@') ? connectionOfDomain(repositories, hint) : undefined;
  }
}
