/** The longest filter or PATCH path that is read, in UTF-16 code units: what fits into the URLs common proxies pass on. */
export const MAX_FILTER_LENGTH = 8192;

/** How deep parentheses and brackets may nest, so that no filter can exhaust the stack. */
export const MAX_FILTER_DEPTH = 50;

/** How many comparisons and presence tests one filter may have. */
export const MAX_FILTER_TERMS = 200;
