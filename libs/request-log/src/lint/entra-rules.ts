import { adviceFor, warningClickPaths } from '#libs/idp-profiles';
import { assigned, attribute, patchOperations, textOf } from '../body-reader.js';
import { recogniseDialect } from '../recognise-dialect.js';
import { type LintedRequest, namedIds, type RequestFinding, type TrafficSample, type Verdict } from './finding.js';

/** Finds that Entra ID's tenant URL lacks "?aadOptscim062020": the newest PATCH that tells is in the older dialect. */
export function missingFlag({ requests, profile }: TrafficSample): RequestFinding | undefined {
  if (entraFlag(requests) !== 'wrong') return undefined;
  const wrong = requests.filter(request => flagVerdict(request) === 'wrong');
  return {
    code: 'ENTRA_FLAG_MISSING',
    message:
      'Entra ID sends its older dialect: the tenant URL does not end in "?aadOptscim062020". Add that to it, and save.',
    clickPath: warningClickPaths[profile].ENTRA_FLAG_MISSING,
    requestIds: namedIds(wrong),
    count: wrong.length,
  };
}

/** Whether the newest of these requests that tells was sent with the flag (`right`) or without it. Newest first. */
export function entraFlag(requests: readonly LintedRequest[]): Verdict {
  return requests.map(flagVerdict).find(verdict => verdict !== undefined);
}

/** With the flag Entra ID writes "replace" and a boolean, without it "Replace" and a text (conformance: EN-U18). */
function flagVerdict(request: LintedRequest): Verdict {
  if (request.method !== 'PATCH') return undefined;
  if (request.path.includes('aadOptscim062020')) return 'right';
  const written = writtenOperations(request.body);
  if (written.some(op => /^[A-Z]/.test(op)) && recogniseDialect(request).dialect === 'entra-id') return 'wrong';
  return written.length > 0 ? 'right' : undefined;
}

function writtenOperations(body: unknown): readonly string[] {
  const operations = attribute(body, 'Operations');
  return Array.isArray(operations) ? operations.map(operation => textOf(operation, 'op') ?? '') : [];
}

/** What `Switch([IsSoftDeleted], , "False", "True", "True", "False")` and a boolean give. */
const EXPECTED = new Set<unknown>(['True', 'False', true, false, undefined]);

/** Finds that "active" is not filled by the expression on IsSoftDeleted: then unassigned people may keep access. */
export function activeMapping({ requests, profile }: TrafficSample): RequestFinding | undefined {
  if (profile !== 'entra-id') return undefined;
  const wrong = requests.filter(request => !EXPECTED.has(activeOf(request)));
  if (wrong.length === 0) return undefined;
  return {
    code: 'ENTRA_ACTIVE_MAPPING',
    message:
      'Entra ID fills "active" with something else than its expression on IsSoftDeleted, as accountEnabled: people who are unassigned may keep access. Map Switch([IsSoftDeleted], , "False", "True", "True", "False") to active.',
    clickPath:
      adviceFor(profile, { status: 400, scimType: null, namesResource: false, isOfGroup: false })?.clickPath ?? '',
    requestIds: namedIds(wrong),
    count: wrong.length,
  };
}

function activeOf({ method, body }: LintedRequest): unknown {
  if (method === 'POST' || method === 'PUT') return attribute(body, 'active');
  if (method !== 'PATCH' || patchOperations(body).length === 0) return undefined;
  const value = assigned(body, 'active');
  return Array.isArray(value) ? undefined : value;
}
