import { once } from 'node:events';
import { CannotRun } from '../runner/run/target.ts';
import { type Verification, verifyPact } from './verify-pact.ts';

// A process of its own for each pact: the verifier writes pages to standard output, and there is no way to tell it not to.

process.env['PACT_DO_NOT_TRACK'] = 'true';
const [verification] = (await once(process, 'message')) as [Verification];
// The verifier would ask a proxy for the way to this very machine.
if (/^(?:127\.|localhost$|\[::1\]$)/.test(new URL(verification.target.baseUrl).hostname)) {
  delete process.env['HTTP_PROXY'];
  delete process.env['HTTPS_PROXY'];
}
try {
  process.send?.({ verified: await verifyPact(verification) });
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  process.send?.({ cannotRun: error.message });
}
process.disconnect();
