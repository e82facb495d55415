/** How many people one transaction takes. */
export const PAGE = 500;
