import { Migration20261123_initial } from './Migration20261123_initial.js';

/** Every migration, oldest first. They only ever go forward. */
export const migrations = [{ name: 'Migration20261123_initial', class: Migration20261123_initial }];
