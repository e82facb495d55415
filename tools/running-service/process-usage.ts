import { readFileSync, readdirSync } from 'node:fs';

// The kernel's unit of CPU time in /proc; 100 on every Linux that Node.js runs on.
const TICKS_PER_SECOND = 100;
const MIB = 1024;

/** CPU seconds of a process and its descendants, those it has collected too; descendants below `without` are left out. */
export function cpuSeconds(pid: number, without?: number): number {
  return listTree(pid, without).reduce((sum, member) => {
    const stat = readStat(member);
    return sum + (stat ? (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND : 0);
  }, 0);
}

/** Resident memory of a process and its descendants in MiB; descendants below `without` are left out. */
export function residentMib(pid: number, without?: number): number {
  return listTree(pid, without).reduce((sum, member) => sum + residentKib(member) / MIB, 0);
}

/** The PostgreSQL server that a service has started for itself. */
export function findPostmaster(servicePid: number): number | undefined {
  return listTree(servicePid).find(pid => pid !== servicePid && /^postgres$/.test(read(pid, 'comm').trim()));
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
