import type { Executor } from '../executor.js';
import { AccountLinksRepository } from './account-links.repository.js';
import { DriftRepository } from './drift.repository.js';
import { HoldRestoresRepository } from './hold-restores.repository.js';
import { HoldsRepository } from './holds.repository.js';
import { PurgesRepository } from './purges.repository.js';

/** The repositories for what comes after somebody lost access, and for whose account is whose. */
export class DeprovisioningRepositories {
  readonly holds: HoldsRepository;
  readonly holdRestores: HoldRestoresRepository;
  readonly purges: PurgesRepository;
  readonly accountLinks: AccountLinksRepository;
  readonly drift: DriftRepository;

  constructor(executor: Executor) {
    this.holds = new HoldsRepository(executor);
    this.holdRestores = new HoldRestoresRepository(executor);
    this.purges = new PurgesRepository(executor);
    this.accountLinks = new AccountLinksRepository(executor);
    this.drift = new DriftRepository(executor);
  }
}
