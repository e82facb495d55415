import type { Executor } from '../executor.js';
import { AccountBatchesRepository } from './account-batches.repository.js';
import { ApplicationsRepository } from './applications.repository.js';
import { DeprovisioningRepositories } from './deprovisioning-repositories.js';
import { DirectorySituationsRepository } from './directory-situations.repository.js';
import { ImpactPreviewsRepository } from './impact-previews.repository.js';
import { LeftDirectoriesRepository } from './left-directories.repository.js';
import { RehearsalsRepository } from './rehearsals.repository.js';

/** Besides, the repositories for what is done to everybody of a connection at once, or on trial. */
export class BatchRepositories extends DeprovisioningRepositories {
  readonly accountBatches: AccountBatchesRepository;
  readonly applications: ApplicationsRepository;
  readonly directorySituations: DirectorySituationsRepository;
  readonly impactPreviews: ImpactPreviewsRepository;
  readonly leftDirectories: LeftDirectoriesRepository;
  readonly rehearsals: RehearsalsRepository;

  constructor(executor: Executor) {
    super(executor);
    this.accountBatches = new AccountBatchesRepository(executor);
    this.applications = new ApplicationsRepository(executor);
    this.directorySituations = new DirectorySituationsRepository(executor);
    this.impactPreviews = new ImpactPreviewsRepository(executor);
    this.leftDirectories = new LeftDirectoriesRepository(executor);
    this.rehearsals = new RehearsalsRepository(executor);
  }
}
