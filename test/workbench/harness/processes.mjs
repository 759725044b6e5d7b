// Ends a process with everything it started, whatever process groups its descendants made for themselves.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** How long a process may take to end by itself, in milliseconds. */
const grace = 5000;

/**
 * Asks a process and all its descendants to end, and ends by force what is left after a few seconds.
 * @param {ChildProcess} child
 */
export async function endTree(child) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    endWindowsTree(child.pid);
    return;
  }
  const pids = [...descendants(child.pid), child.pid];
  signal(pids, 'SIGTERM');
  const deadline = Date.now() + grace;
  while (pids.some(isRunning) && Date.now() < deadline) await pause(50);
  signal(pids.filter(isRunning), 'SIGKILL');
}

/**
 * Ends a process and its descendants at once; for the moment when this process itself exits.
 * @param {ChildProcess} child
 */
export function endTreeNow(child) {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (process.platform === 'win32') endWindowsTree(child.pid);
  else signal([...descendants(child.pid), child.pid], 'SIGTERM');
}

/** @param {number} pid */
function endWindowsTree(pid) {
  try {
    execFileSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
  } catch {
    // It has ended already.
  }
}

/**
 * @param {number[]} pids
 * @param {NodeJS.Signals} name
 */
function signal(pids, name) {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended already.
    }
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {number} ancestor
 * @returns {number[]} children first found first, at any depth
 */
function descendants(ancestor) {
  const parents = process.platform === 'linux' ? parentsFromProc() : parentsFromPs();
  /** @type {number[]} */
  const found = [];
  const open = [ancestor];
  for (let pid = open.shift(); pid !== undefined; pid = open.shift()) {
    for (const [child, parent] of parents) {
      if (parent !== pid) continue;
      found.push(child);
      open.push(child);
    }
  }
  return found;
}

/** @returns {[pid: number, parent: number][]} */
function parentsFromProc() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
        return [/** @type {[number, number]} */ ([Number(name), Number(parent)])];
      } catch {
        return []; // It ended while we were reading.
      }
    });
}

/** @returns {[pid: number, parent: number][]} */
function parentsFromPs() {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent] = line.trim().split(/\s+/).map(Number);
      return [pid ?? 0, parent ?? 0];
    });
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
