import { type AuditChainOwner, Database, type EnterpriseId } from '#libs/persistence';
import { type AuditVerifyOptions, HELP, readOptions } from './options.ts';
import { type LogReport, nameOf, toJson, toText } from './report.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = readOptions(argv, process.env);
    if (options.help) {
      console.log(HELP);
      return 0;
    }
    const logs = await proveAll(options);
    console.log(options.json ? toJson(logs) : toText(logs));
    return logs.every(({ proven }) => proven) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

async function proveAll({ databaseUrl, enterprise, expectedHeads }: AuditVerifyOptions): Promise<LogReport[]> {
  const database = await Database.connect({ url: databaseUrl, poolSize: 1, isPatient: true });
  try {
    const owners = await database.repositories.auditEvents.findOwners();
    const chosen = owners.filter(owner => enterprise === undefined || nameOf(owner) === enterprise);
    if (enterprise !== undefined && chosen.length === 0) throw new Error(`There is no enterprise "${enterprise}".`);
    const logs: LogReport[] = [];
    for (const owner of [...chosen, ...lostOf(chosen, [...expectedHeads.keys()])])
      logs.push(await prove(database, owner, expectedHeads.get(nameOf(owner)) ?? []));
    return logs;
  } finally {
    await database.close();
  }
}

async function prove(database: Database, owner: AuditChainOwner, expected: readonly string[]): Promise<LogReport> {
  const proof = await database.repositories.auditEvents.prove(owner.enterpriseId, expected);
  return { enterprise: nameOf(owner), proven: proof.faults.length === 0, ...proof };
}

/** Enterprises of which a head was kept and nothing else is left. No log has this id, so the head is not found. */
function lostOf(known: readonly AuditChainOwner[], expected: readonly string[]): AuditChainOwner[] {
  const names = new Set(known.map(nameOf));
  return expected
    .filter(key => !names.has(key))
    .map(enterpriseKey => ({ enterpriseId: 'ffffffff-ffff-ffff-ffff-ffffffffffff' as EnterpriseId, enterpriseKey }));
}
