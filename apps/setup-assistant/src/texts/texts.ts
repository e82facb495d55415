import { english } from './english.js';

/** What the assistant says. Another language is another object of this type. */
export type Texts = typeof english;

/** In the language of this browser, as far as there is one. */
export const texts: Texts = english;
