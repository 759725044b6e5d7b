/** Time between SIGTERM and SIGKILL for a program whose parent has died, in milliseconds. */
const orphanGraceMs = 5_000;

/**
 * Waits, in a thread of its own so that a busy program is no obstacle, for standard input to end: the parent holds the
 * other end of that pipe, and it closes however the parent dies.
 */
const watcher = `
const { Socket } = require('node:net');
new Socket({ fd: 0, readable: true, writable: false }).resume().on('error', () => {}).on('close', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => {
    try { process.kill(-process.pid, 'SIGKILL'); } catch { process.kill(process.pid, 'SIGKILL'); }
  }, ${orphanGraceMs});
});`;

const preload = `
import { isMainThread, Worker } from 'node:worker_threads';
if (isMainThread) new Worker(${JSON.stringify(watcher)}, { eval: true, execArgv: [], env: {} }).unref();`;

/** Arguments for Node.js that make any program end when its parent has died and with it the pipe to standard input. */
export const parentWatchArguments: readonly string[] = [
  '--import',
  `data:text/javascript,${encodeURIComponent(preload)}`,
];
