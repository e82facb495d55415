import { AdminProblem } from './admin-problem.js';

/** Why metadata that was looked at is not taken over. */
export class MetadataProblem extends AdminProblem {
  static noUrl(): MetadataProblem {
    return new MetadataProblem('no_metadata_url', 'The connection has no metadata URL. Import its metadata from one.');
  }

  static changed(): MetadataProblem {
    const detail = 'The metadata is not what was looked at any more. Look at the warning again within the hour.';
    return new MetadataProblem('metadata_changed', detail);
  }
}
