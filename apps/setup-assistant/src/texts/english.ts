import { common, entry, errors, shell } from './english/common.js';
import { overview } from './english/overview.js';

/** All of the assistant in English, by its parts. */
export const english = { common, errors, shell, entry, overview };
