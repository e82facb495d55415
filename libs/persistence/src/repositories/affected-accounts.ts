/** Whose doing is no accident of an identity provider: an administrator's, by hand. */
const BY_HAND = "('api-key', 'setup-link')";

/**
 * The condition that an event `e` of the enterprise `$1` tells of an account that the directory took out of organizations: a group
 * of the identity provider is mapped to them. What administrators take away by hand is no accident.
 */
export function lostOrganizations(event: string): string {
  return `${event}.enterprise_id = $1 and ${event}.type = 'account.memberships_changed' and ${event}.connection_id is not null
    and ${event}.actor ->> 'kind' not in ${BY_HAND}
    and jsonb_array_length(${event}.change -> 'leftOrganizations') > 0`;
}

/**
 * The ids of the accounts that lost access between the moments `since` and `until`, of the enterprise `$1`. A receipt that was never
 * open is of a link that an administrator ended.
 */
export function affectedAccounts(since: string, until: string): string {
  return `
    select r.account_id from receipts r
    where r.enterprise_id = $1 and r.created_at >= ${since} and r.created_at <= ${until}
      and r.restored_at is distinct from r.created_at
    union
    select e.account_id from account_events e
    where ${lostOrganizations('e')} and e.at >= ${since} and e.at <= ${until}`;
}
