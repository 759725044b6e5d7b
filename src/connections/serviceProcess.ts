import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ReadyLine } from '../api/local.ts';
import { LocalServiceError } from '../hosting/problems.ts';

/** The exit code of a service whose data folder another one already serves. */
const FOLDER_TAKEN = 3;

/** Milliseconds a stopping service has; its instances get 30 seconds to end. */
const STOP_PATIENCE_MS = 40_000;

/** Where a service's program and data are, and who reads its log. */
export interface ServiceProcessOptions {
  /** `main.js` of the local service. */
  readonly entry: string;
  readonly dataFolder: string;
  readonly onLogLine: (line: string) => void;
}

/** Another service serves the folder. */
export class FolderTakenError extends Error {
  override readonly name = 'FolderTakenError';
}

/** A local service that this window started. */
export interface ServiceProcess {
  readonly ready: ReadyLine;
  /** Settles when the process has ended, with what ended it. */
  readonly ended: Promise<string>;
  /** Ends it, politely at first; resolves when it is gone. */
  stop(): Promise<void>;
  /** Asks it to end and does not wait. */
  abandon(): void;
}

/**
 * Starts a service and waits until it serves.
 * @throws {FolderTakenError} when another service serves the folder
 * @throws {LocalServiceError} when it ends before it serves
 */
export async function startServiceProcess(
  { entry, dataFolder, onLogLine }: ServiceProcessOptions,
  signal: AbortSignal,
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [entry, '--data', dataFolder, '--port', '0', '--stop-with-parent'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: 'pipe',
    windowsHide: true,
  });
  // A child that is gone closes the pipe under us.
  child.stdin.on('error', () => undefined);
  let lastLine = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLine = line;
    onLogLine(line);
  });
  const end = new Promise<End>((resolve) => {
    child.once('error', (error) => resolve({ code: null, text: error.message }));
    child.once('close', (code, killedBy) => resolve({ code, text: endText(code, killedBy, lastLine) }));
  });
  const abort = () => abandon(child);
  signal.addEventListener('abort', abort, { once: true });
  try {
    const ready = await Promise.race([firstLine(child), end]);
    signal.throwIfAborted();
    if ('url' in ready) return runningProcess(child, ready, end);
    throw ready.code === FOLDER_TAKEN ? new FolderTakenError(ready.text) : new LocalServiceError(ready.text);
  } catch (error) {
    abandon(child);
    // Until it is gone it may hold the data folder.
    await ended(child, end);
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

interface End {
  readonly code: number | null;
  readonly text: string;
}

function runningProcess(child: ChildProcess, ready: ReadyLine, end: Promise<End>): ServiceProcess {
  return {
    ready,
    ended: end.then(({ text }) => text),
    abandon: () => abandon(child),
    stop: async () => {
      abandon(child);
      await ended(child, end);
    },
  };
}

/** Waits until a child that was asked to end is gone. */
async function ended(child: ChildProcess, end: Promise<End>): Promise<void> {
  const killer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await end;
  clearTimeout(killer);
}

/** The end of its standard input ends it on every system; Windows knows no polite signal. */
function abandon(child: ChildProcess): void {
  child.stdin?.end();
  if (process.platform !== 'win32') child.kill('SIGTERM');
}

function firstLine(child: ChildProcess): Promise<ReadyLine> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) return reject(new LocalServiceError('It has no standard output.'));
    createInterface({ input: child.stdout }).once('line', (line) => {
      parseReadyLine(line).then(resolve, reject);
    });
  });
}

async function parseReadyLine(line: string): Promise<ReadyLine> {
  const [{ parse }, { readyLine }] = await Promise.all([import('valibot'), import('../api/local.ts')]);
  try {
    return parse(readyLine, JSON.parse(line));
  } catch (cause) {
    throw new LocalServiceError('It did not say where it serves.', { cause });
  }
}

function endText(code: number | null, killedBy: NodeJS.Signals | null, lastLine: string): string {
  const how = killedBy === null ? `It ended with exit code ${code}.` : `It was ended by ${killedBy}.`;
  return lastLine === '' ? how : `${how} Its last words: ${lastLine}`;
}
