import { Migration20261123_initial } from './Migration20261123_initial.js';
import { Migration20261124_groups } from './Migration20261124_groups.js';
import { Migration20261124_newcomers } from './Migration20261124_newcomers.js';
import { Migration20261124_audit } from './Migration20261124_audit.js';
import { Migration20261124_administration } from './Migration20261124_administration.js';
import { Migration20261125_connection_setup } from './Migration20261125_connection_setup.js';
import { Migration20261126_effects } from './Migration20261126_effects.js';
import { Migration20261127_sso } from './Migration20261127_sso.js';
import { Migration20261128_rehearsals } from './Migration20261128_rehearsals.js';

/** Every migration, oldest first. They only ever go forward. */
export const migrations = [
  { name: 'Migration20261123_initial', class: Migration20261123_initial },
  { name: 'Migration20261124_groups', class: Migration20261124_groups },
  { name: 'Migration20261124_newcomers', class: Migration20261124_newcomers },
  { name: 'Migration20261124_audit', class: Migration20261124_audit },
  { name: 'Migration20261124_administration', class: Migration20261124_administration },
  { name: 'Migration20261125_connection_setup', class: Migration20261125_connection_setup },
  { name: 'Migration20261126_effects', class: Migration20261126_effects },
  { name: 'Migration20261127_sso', class: Migration20261127_sso },
  { name: 'Migration20261128_rehearsals', class: Migration20261128_rehearsals },
];
