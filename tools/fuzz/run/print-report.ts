import type { FuzzCase } from '../cases/take-case.ts';
import type { FuzzOptions } from '../options.ts';
import { findProblems } from './check-answer.ts';
import { type Finding, toCommand } from './findings.ts';
import type { FuzzRun } from './fuzz-run.ts';
import type { Exchange } from './http-client.ts';
import type { MemoryWatch } from './memory-watch.ts';
import { minimise } from './minimise.ts';

const SHOWN = 40;
const MINIMISED = 15;

/** Prints what was found and how it went, smallest requests first tried for; gives the exit code. */
export async function printReport(run: FuzzRun, options: FuzzOptions, memory: MemoryWatch): Promise<number> {
  const findings = run.findings.list();
  for (const [index, finding] of findings.slice(0, SHOWN).entries()) {
    console.log(`\n[${index + 1}] ${finding.problem}  (${finding.count} times)`);
    if (finding.first) await printCase(run, options, finding, index < MINIMISED);
  }
  if (findings.length > SHOWN) console.log(`\n… and ${findings.length - SHOWN} more`);
  console.log(`\n${run.statistics.toTable()}\n`);
  console.log(`${run.statistics.total} answers, slowest ${run.statistics.slowest.toFixed(0)} ms ${memory.describe()}`);
  const { seed, from, cases } = options;
  console.log(
    `${findings.length} problems; repeat with: npm run fuzz -- --seed ${seed} --from ${from} --cases ${cases}`,
  );
  return findings.length === 0 ? 0 : 1;
}

async function printCase(run: FuzzRun, { seed }: FuzzOptions, finding: Finding, small: boolean): Promise<void> {
  const { first, problem } = finding;
  if (!first) return;
  const { kind, index } = first.case;
  console.log(`    ${kind.name}: npm run fuzz -- --seed ${seed} --from ${index} --cases 1`);
  const isSame = (exchange: Exchange) => findProblems(exchange).includes(problem);
  const smallest = small && isSame(first.exchange) ? await shrink(run, first.case, isSame) : undefined;
  const { sent, answer } = smallest ?? first.exchange;
  console.log(`    ${toCommand(sent)}`);
  console.log(`    → ${answer.status} ${answer.failure ?? answer.body.slice(0, 400)}`);
}

/** Undefined when the problem does not show with the request alone: then it takes what ran beside it. */
async function shrink(
  run: FuzzRun,
  fuzzCase: FuzzCase,
  isSame: (exchange: Exchange) => boolean,
): Promise<Exchange | undefined> {
  const request = await minimise(fuzzCase, async smaller => isSame(await run.sendAlone(smaller)));
  const exchange = await run.sendAlone(request);
  if (isSame(exchange)) return exchange;
  console.log('    not seen again with the request alone');
  return undefined;
}
