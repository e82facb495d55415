/** What a SCIM token may do, per resource and verb. */
export const scimScopes = ['users:read', 'users:write', 'groups:read', 'groups:write'] as const;

/** One of {@link scimScopes}. */
export type ScimScope = (typeof scimScopes)[number];

/** How many tokens of one connection may be active at once: the one in use and the one that will replace it. */
export const maxActiveScimTokens = 2;

/** How many secrets of one OAuth client may be active at once. */
export const maxActiveOAuthSecrets = 3;

/** How long a token lives unless its maker says otherwise: one year, in days. */
export const defaultTokenDays = 365;
