import { HELP, readOptions } from './options.ts';
import { toJson, toText } from './report.ts';
import { crashRun } from './run/crash-run.ts';
import { withDatabase } from './run/with-database.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = readOptions(argv, process.env);
    if (options.help) {
      console.log(HELP);
      return 0;
    }
    const report = await withDatabase(options.databaseUrl, url => crashRun(options, url));
    console.log(options.json ? toJson(report) : toText(report));
    return report.problems.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}
