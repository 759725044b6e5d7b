import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReadyLine } from '../api/local.ts';

/** The file in a data folder that tells where its service is. Holds a secret: never log it. */
const DISCOVERY_FILE = 'service.json';

const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 100;

/** A service that another window, or a person in a terminal, runs on the folder. */
export interface RunningElsewhere {
  readonly ready: ReadyLine;
  /** Settles when the service is gone or another has taken its place. */
  readonly ended: Promise<string>;
  /** No longer looks at it. */
  leave(): void;
}

/**
 * Finds the service that serves the folder. It may just be starting, so it is looked for a while.
 * @returns undefined when none answers
 */
export async function findRunning(dataFolder: string, signal: AbortSignal): Promise<RunningElsewhere | undefined> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const ready = await discover(dataFolder);
    if (ready !== undefined && (await answers(ready.url))) return attached(dataFolder, ready);
    await pause(LOOK_AGAIN_MS, undefined, { signal });
  }
  return undefined;
}

function attached(dataFolder: string, ready: ReadyLine): RunningElsewhere {
  let watcher: FSWatcher | undefined;
  const ended = new Promise<string>((resolve) => {
    const look = async () => {
      const now = await discover(dataFolder);
      if (now?.url === ready.url && now.accessKeyId === ready.accessKeyId) return;
      resolve('The service of another window has ended.');
    };
    watcher = watch(dataFolder, { persistent: false }, (_event, file) => {
      if (file === null || file === DISCOVERY_FILE) void look();
    });
    watcher.on('error', () => void look());
    // It may have gone before it was watched.
    void look();
  });
  return { ready, ended, leave: () => watcher?.close() };
}

async function discover(dataFolder: string): Promise<ReadyLine | undefined> {
  const [{ safeParse }, { readyLine }] = await Promise.all([import('valibot'), import('../api/local.ts')]);
  try {
    const parsed = safeParse(readyLine, JSON.parse(await readFile(join(dataFolder, DISCOVERY_FILE), 'utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** Whether somebody listens at the address. */
function answers(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 2_000 });
    const settle = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
}
