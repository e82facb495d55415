import { common, entry, errors, guide, shell } from './english/common.js';
import { domains } from './english/domains.js';
import { overview } from './english/overview.js';
import { enabling, provisioning } from './english/provisioning.js';
import { singleSignOn } from './english/single-sign-on.js';

/** All of the assistant in English, by its parts. */
export const english = { common, errors, guide, shell, entry, overview, singleSignOn, provisioning, domains, enabling };
