import type { Executor } from '../executor.js';
import { HoldRestoresRepository } from './hold-restores.repository.js';
import { HoldsRepository } from './holds.repository.js';
import { PurgesRepository } from './purges.repository.js';

/** The repositories for what comes after somebody lost access: holds, what is given back, what is purged. */
export class DeprovisioningRepositories {
  readonly holds: HoldsRepository;
  readonly holdRestores: HoldRestoresRepository;
  readonly purges: PurgesRepository;

  constructor(executor: Executor) {
    this.holds = new HoldsRepository(executor);
    this.holdRestores = new HoldRestoresRepository(executor);
    this.purges = new PurgesRepository(executor);
  }
}
