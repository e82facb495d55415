import fc from 'fast-check';
import type { FuzzRequest } from '../cases/case-kind.ts';
import type { FuzzCase } from '../cases/take-case.ts';

const TIME_LIMIT_MS = 4000;

/**
 * The smallest request found within a few seconds that still fails; the case's own when there is none smaller.
 * Built on the same seed as the case, so fast-check begins with that very request and shrinks it.
 */
export async function minimise(
  { kind, seed, request }: FuzzCase,
  isFailing: (request: FuzzRequest) => Promise<boolean>,
): Promise<FuzzRequest> {
  const property = fc.asyncProperty(kind.requests, async smaller => !(await isFailing(smaller)));
  const { counterexample } = await fc.check(property, {
    seed,
    numRuns: 1,
    interruptAfterTimeLimit: TIME_LIMIT_MS,
    markInterruptAsFailure: false,
  });
  return counterexample?.[0] ?? request;
}
