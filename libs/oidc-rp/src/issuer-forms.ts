/** The hosts of Microsoft Entra ID, the national clouds among them; the first path segment is the tenant. */
const ENTRA_HOSTS = ['login.microsoftonline.com', 'login.microsoftonline.us', 'login.partner.microsoftonline.cn'];
/** Of tokens of version 1. */
const ENTRA_V1_HOSTS = ['sts.windows.net', 'sts.chinacloudapi.cn'];
/** Names that stand for every tenant, and the placeholder that their discovery document has. */
const EVERY_TENANT = ['common', 'organizations', 'consumers', '{tenantid}', '%7btenantid%7d'];
const TENANT_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Where the discovery document of an issuer is (OpenID Connect Discovery §4.1: a slash at the end is left out). */
export function discoveryUrlOf(issuer: string): string {
  return `${withoutSlash(issuer)}/.well-known/openid-configuration`;
}

/** Whether an issuer is that of every tenant of Entra ID: it says nothing of who may sign in. */
export function isMultiTenant(issuer: string): boolean {
  const tenant = entraTenantOf(issuer);
  return tenant !== undefined && EVERY_TENANT.includes(tenant.toLowerCase());
}

/** The ID of the tenant of Entra ID whose issuer this is; undefined of any other issuer. */
export function entraTenantIdOf(issuer: string): string | undefined {
  const tenant = entraTenantOf(issuer);
  return tenant !== undefined && TENANT_ID.test(tenant) ? tenant.toLowerCase() : undefined;
}

/**
 * Whether the discovery document that was read for an issuer may be used: it is its own (OpenID Connect Discovery §4.3), but for a
 * slash at the end. Entra ID writes the ID of the tenant, whichever name of it was asked for, and has the issuer of version 1 in
 * the documents of that version: `https://login.microsoftonline.com/contoso.com` is `https://sts.windows.net/{tenantid}/`.
 */
export function isIssuerOf(entered: string, documented: string): boolean {
  if (withoutSlash(entered) === withoutSlash(documented)) return true;
  const tenant = entraTenantOf(entered);
  const tenantId = entraTenantIdOf(documented);
  if (tenant === undefined || tenantId === undefined || isMultiTenant(entered)) return false;
  return !TENANT_ID.test(tenant) || tenant.toLowerCase() === tenantId;
}

function entraTenantOf(issuer: string): string | undefined {
  const url = URL.parse(issuer);
  if (!url || url.protocol !== 'https:' || ![...ENTRA_HOSTS, ...ENTRA_V1_HOSTS].includes(url.host)) return undefined;
  return url.pathname.split('/')[1];
}

function withoutSlash(issuer: string): string {
  return issuer.replace(/\/$/, '');
}
