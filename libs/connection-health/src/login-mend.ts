import { type AttributeSource, formatSource, type IdpProfileId, type Received } from '#libs/attribute-mapping';

/** A sign-in of somebody whom the directory has under another userName. */
export interface MismatchedSignIn {
  readonly idpProfile: IdpProfileId;
  readonly received: Received;
  /** The source that filled the login. */
  readonly source: AttributeSource;
  readonly login: string;
  /** Of the directory. */
  readonly userName: string;
}

/** What would make the login and the userName of a person agree. */
export interface LoginMend {
  /** The attribute of Microsoft Entra ID that `userName` is to be mapped from; null for others, and when it cannot be told. */
  readonly userNameSource: string | null;
  /** The attribute of Microsoft Entra ID that fills `userName` now, so that the login could be filled from it instead. */
  readonly loginSource: string | null;
  /** One sentence or two to an administrator; nothing of the person is in it. */
  readonly instruction: string;
}

const SOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';

/** From which attribute Entra ID fills what it sends, unless an administrator chose another. */
const entraAttributes: ReadonlyMap<string, string> = new Map([
  [`${SOAP}name`, 'userPrincipalName'],
  [`${SOAP}upn`, 'userPrincipalName'],
  ['upn', 'userPrincipalName'],
  ['preferred_username', 'userPrincipalName'],
  [`${SOAP}emailaddress`, 'mail'],
  ['email', 'mail'],
  ['http://schemas.microsoft.com/identity/claims/objectidentifier', 'objectId'],
  ['oid', 'objectId'],
  ['employeeid', 'employeeId'],
  ['onpremisessamaccountname', 'onPremisesSamAccountName'],
]);

/** Tells what to change at the identity provider, from the two halves of the evidence: what signed in, and what was provisioned. */
export function loginMend(signIn: MismatchedSignIn): LoginMend {
  const source = formatSource(signIn.source);
  if (signIn.idpProfile !== 'entra-id') {
    const instruction = `The login is filled from ${source}: have "userName" filled from the same field.`;
    return { userNameSource: null, loginSource: null, instruction };
  }
  const userNameSource = sourceOfLogin(signIn);
  const loginSource = attributeWith(signIn.received, signIn.userName);
  return { userNameSource, loginSource, instruction: entraInstruction({ source, userNameSource, loginSource }) };
}

function entraInstruction({
  source,
  userNameSource,
  loginSource,
}: Omit<LoginMend, 'instruction'> & { source: string }) {
  const wanted = userNameSource ?? `the source attribute of ${source}`;
  const first = `Open "Provisioning", "Mappings", "Provision Microsoft Entra ID Users", and map ${wanted} to userName, because the login is filled from it.`;
  if (!loginSource || loginSource === userNameSource) return first;
  return `${first} Or open "Single sign-on", "Attributes & Claims", and choose user.${loginSource.toLowerCase()} as the source attribute of ${source}.`;
}

/** A NameID says nothing of where it is from, but another claim with the same value does. */
function sourceOfLogin({ source, received, login }: MismatchedSignIn): string | null {
  const name = 'attribute' in source ? source.attribute : 'claim' in source ? source.claim : '';
  return entraAttributes.get(name) ?? attributeWith(received, login);
}

function attributeWith(received: Received, value: string): string | null {
  if (typeof received !== 'object' || received === null) return null;
  const wanted = value.toLowerCase();
  const found = Object.entries(received).find(([name, sent]) => entraAttributes.has(name) && isSame(sent, wanted));
  return (found && entraAttributes.get(found[0])) ?? null;
}

function isSame(sent: unknown, wanted: string): boolean {
  const [first] = Array.isArray(sent) ? (sent as readonly unknown[]) : [sent];
  return typeof first === 'string' && first.toLowerCase() === wanted;
}
