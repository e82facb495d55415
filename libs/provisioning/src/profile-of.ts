import type { AccountProfile, DirectoryUser } from '#libs/persistence';
import type { ScimUser } from '#libs/scim-protocol';

/** What a directory user says of the person's account: the login is the userName, the e-mail address the primary one. */
export function profileOf({ userName, userNameKey, resource }: DirectoryUser): AccountProfile {
  const user = resource as ScimUser;
  return {
    login: userName,
    loginKey: userNameKey,
    // RFC 7643 has e-mail addresses optional; a userName that is one serves (JumpCloud sends `"emails": null`).
    email: primaryEmail(user) ?? (userName.includes('@') ? userName : null),
    displayName: user.displayName ?? (fullName(user) || null),
  };
}

function primaryEmail({ emails = [] }: ScimUser): string | undefined {
  return (emails.find(({ primary }) => primary) ?? emails[0])?.value;
}

function fullName({ name = {} }: ScimUser): string {
  return name.formatted ?? [name.givenName, name.familyName].filter(Boolean).join(' ');
}

/** Whether two states of a directory user say the same of the account. */
export function isSameProfile(a: AccountProfile, b: AccountProfile): boolean {
  return a.login === b.login && a.loginKey === b.loginKey && a.email === b.email && a.displayName === b.displayName;
}
