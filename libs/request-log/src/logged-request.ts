/** One attribute that a request changed. */
export interface AttributeChange {
  /** `active`, `name.givenName`, or with the URN of its schema. */
  readonly attribute: string;
  /** Undefined where there was none. */
  readonly before?: unknown;
  /** Undefined where there is none any more. */
  readonly after?: unknown;
}

/** What a request meant for an account, as the service decided it. */
export interface LoggedEffect {
  readonly kind: 'none' | 'create' | 'release' | 'change';
  /** Why there is none. */
  readonly because?: string;
  readonly accountId?: string;
  /** What it becomes. */
  readonly state?: 'active' | 'suspended';
  /** The account was linked to the directory user. */
  readonly links?: boolean;
  readonly updates?: 'profile' | 'login' | 'nothing';
  /** The account of another person that gave up the login. */
  readonly freesLoginOf?: string;
}

/** A directory user or group that a request touched. */
export interface TouchedResource {
  readonly type: 'User' | 'Group';
  readonly id?: string;
  /** Its userName or displayName. */
  readonly name?: string;
  readonly changes?: readonly AttributeChange[];
  /** How many memberships were added or removed. */
  readonly members?: number;
  readonly effect?: LoggedEffect;
}

/** One operation of a bulk request. */
export interface LoggedOperation extends TouchedResource {
  readonly method: string;
  /** What it was answered. */
  readonly status: number;
  readonly detail?: string;
}

/** A SCIM request as its explanation needs it. */
export interface LoggedRequest {
  readonly method: string;
  /** Below the base URL, with its query, as received. */
  readonly path: string;
  readonly status: number;
  readonly scimType: string | null;
  /** What the error says. */
  readonly detail: string | null;
  readonly userAgent: string | null;
  readonly adScimVersion: string | null;
  /** The JSON of the body without secrets; undefined when there is none or it could not be read. */
  readonly body: unknown;
  readonly touched?: TouchedResource | undefined;
  /** How many resources a search found. */
  readonly found?: number | undefined;
  readonly operations?: readonly LoggedOperation[] | undefined;
}
