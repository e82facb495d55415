import { type AccountEventDocument, type EventDocument, isAccountEvent } from './event-document.js';

/** Who says it, and to whom. */
export interface EventIssuer {
  /** The URL of the installation. */
  readonly issuer: string;
  /** Whom it is for; whoever asks, without it. */
  readonly audience?: string;
}

/** The claims of a Security Event Token (RFC 8417 §2.2, RFC 9967 §2). */
export interface EventClaims {
  readonly iss: string;
  readonly aud?: string;
  readonly iat: number;
  readonly jti: string;
  readonly txn: string;
  readonly toe: number;
  readonly sub_id: object;
  readonly events: Readonly<Record<string, object>>;
}

const PROVISIONING = 'urn:ietf:params:scim:event:prov';
const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** What an account says of a person, and the attribute of a SCIM User (RFC 7643 §4.1) that is the same. */
const attributes: Readonly<Record<string, (value: unknown) => readonly [string, unknown]>> = {
  login: value => ['userName', value],
  displayName: value => ['displayName', value],
  email: value => ['emails', value === null ? [] : [{ value, primary: true }]],
  state: value => ['active', value === 'active'],
};

/**
 * An event as the claims of a Security Event Token. Each has the event of ours, with the whole document; where SCIM has an event
 * that says the same, it has that too (RFC 8417 §2.1 lets several events say one thing). Pure.
 * @param iat when the token is made
 */
export function toEventClaims(document: EventDocument, { issuer, audience }: EventIssuer, iat: Date): EventClaims {
  return {
    iss: issuer,
    ...(audience !== undefined && { aud: audience }),
    iat: seconds(iat),
    jti: document.id,
    // RFC 9967 §2.2: what belongs together has one, and whoever gets it twice sees it.
    txn: (isAccountEvent(document) ? document.requestId : null) ?? document.id,
    toe: seconds(new Date(document.at)),
    sub_id: isAccountEvent(document) ? subjectOf(document) : { format: 'opaque', id: document.endpointId },
    events: {
      [`urn:postern:event:${document.type}`]: document,
      ...(isAccountEvent(document) && scimEventOf(document)),
    },
  };
}

/** RFC 9967 §2.1: the resource, by its path below the SCIM base URL. An account that none belongs to, and an enterprise, is a subject of our own (RFC 9493 §3.2.7). */
function subjectOf({ enterpriseId, accountId, directoryUserId }: AccountEventDocument): object {
  return directoryUserId === null
    ? { format: 'opaque', id: accountId ?? enterpriseId }
    : { format: 'scim', uri: `/Users/${directoryUserId}`, id: directoryUserId };
}

function scimEventOf({ type, change }: AccountEventDocument): Readonly<Record<string, object>> {
  const { after = {} } = change as { readonly after?: Readonly<Record<string, unknown>> };
  switch (type) {
    case 'account.created':
      return { [`${PROVISIONING}:create:full`]: { data: { schemas: [USER_SCHEMA], ...toAttributes(after) } } };
    case 'account.updated':
      return {
        [`${PROVISIONING}:patch:full`]: {
          data: {
            schemas: [PATCH_SCHEMA],
            Operations: Object.entries(toAttributes(after)).map(([path, value]) => ({ op: 'replace', path, value })),
          },
        },
      };
    case 'account.suspended':
      return { [`${PROVISIONING}:deactivate`]: {} };
    case 'account.reactivated':
      return { [`${PROVISIONING}:activate`]: {} };
    case 'account.purged':
      return { [`${PROVISIONING}:delete`]: {} };
    default:
      return {};
  }
}

function toAttributes(account: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const known = Object.entries(account).flatMap(([name, value]) => {
    const to = attributes[name];
    return to ? [to(value)] : [];
  });
  return Object.fromEntries(known);
}

function seconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000);
}
