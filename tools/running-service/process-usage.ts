import { readFileSync, readdirSync } from 'node:fs';

// The kernel's unit of CPU time in /proc; 100 on every Linux that Node.js runs on.
const TICKS_PER_SECOND = 100;
const KIB_PER_MIB = 1024;

/** CPU seconds of a process and its descendants, ended ones too; descendants below `without` are left out. */
export function cpuSeconds(pid: number, without?: number): number {
  return listTree(pid, without).reduce((sum, member) => {
    // utime, stime, cutime, cstime: the last two are those of ended children.
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = readStat(member)?.slice(11, 15).map(Number) ?? [];
    return sum + (user + system + endedUser + endedSystem) / TICKS_PER_SECOND;
  }, 0);
}

/** Resident memory of a process and its descendants in MiB; descendants below `without` are left out. */
export function residentMib(pid: number, without?: number): number {
  return listTree(pid, without).reduce((sum, member) => sum + residentKib(member) / KIB_PER_MIB, 0);
}

/** Memory of a process and its descendants in MiB, each page shared among them divided by its sharers. */
export function proportionalMib(pid: number): number {
  return listTree(pid).reduce((sum, member) => {
    const rollup = /^Pss:\s+(\d+)/m.exec(read(member, 'smaps_rollup'))?.[1];
    return sum + (rollup === undefined ? residentKib(member) : Number(rollup)) / KIB_PER_MIB;
  }, 0);
}

/** Seconds all cores together have been at work since the machine started. */
export function machineBusySeconds(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (
    readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? ''
  )
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softirq) / TICKS_PER_SECOND;
}

/** The process and its descendants, parents first. */
function listTree(root: number, without?: number): number[] {
  const children = Map.groupBy(
    readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(Number),
    pid => Number(readStat(pid)?.[1]),
  );
  const tree: number[] = [];
  const queue = [root];
  for (let pid = queue.shift(); pid !== undefined; pid = queue.shift()) {
    if (pid === without) continue;
    tree.push(pid);
    queue.push(...(children.get(pid) ?? []));
  }
  return tree;
}

/** The fields of /proc/PID/stat behind the program's name, which may hold blanks. */
function readStat(pid: number): string[] | undefined {
  const line = read(pid, 'stat');
  return line === '' ? undefined : line.slice(line.lastIndexOf(')') + 2).split(' ');
}

function residentKib(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(read(pid, 'status'))?.[1] ?? 0);
}

/** Empty when the process has ended in the meantime. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
