import { parseArgs } from 'node:util';
import { UsageError } from '../runner/options.ts';
import type { Fault } from './fault.ts';

/** What the command line asks for. */
export interface MutantOptions {
  readonly help: boolean;
  readonly list: boolean;
  /** Runs every profile whole against each fault, and not only those that must catch it. */
  readonly all: boolean;
  readonly faults: readonly Fault[];
  readonly jsonFile?: string;
}

/** What `--help` prints. */
export const HELP = `Shows that the conformance suite can fail: plants faults that servers were seen to have into a fresh Postern, from outside,
and looks whether the profiles catch each where they must.

  --fault NAME   only this one; may be given several times
  --all          also run everything else against each fault, and show what else catches it
  --list         show the faults, and run nothing
  --json FILE    write what was found
  --help

Exit code: 0 every fault was caught where it must be, 1 not so, 2 could not be run.
`;

/** Reads the command line. @throws UsageError */
export function readOptions(argv: readonly string[], faults: readonly Fault[]): MutantOptions {
  const values = parse(argv);
  const chosen = values.fault.map(name => {
    const found = faults.find(each => each.name === name);
    if (!found) throw new UsageError(`There is no fault "${name}". See --list.`);
    return found;
  });
  return {
    help: values.help,
    list: values.list,
    all: values.all,
    faults: chosen.length > 0 ? chosen : faults,
    ...(values.json !== undefined && { jsonFile: values.json }),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        help: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
        fault: { type: 'string', multiple: true, default: [] as string[] },
        json: { type: 'string' },
      },
      strict: true,
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\nSee --help.`, { cause: error });
  }
}
