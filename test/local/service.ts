import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import * as v from 'valibot';
import { type ReadyLine, readyLine } from '../../src/api/local.ts';

/** The built service; tests run from the repository's root after the build. */
const MAIN = resolve(process.env.SAGEMAKER_LOCAL_MAIN ?? 'dist/local/main.js');

/** How a process of the service ended, and what it printed. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how to start the service. */
export interface StartOptions {
  /** Default: a fresh temporary folder, removed by `stop` and `kill`. */
  readonly dataDirectory?: string;
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly moreArguments?: readonly string[];
}

/** A running service with clients for it. */
export interface TestService {
  readonly ready: ReadyLine;
  readonly pid: number;
  readonly dataDirectory: string;
  readonly process: ChildProcess;
  readonly sagemaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  /** What it wrote to standard error so far. */
  log(): string;
  /** SIGTERM, and waits for its end. Removes the data folder if `start` made it. */
  stop(): Promise<Ending>;
  /** SIGKILL, and waits for its end. Never removes the data folder: call `removeData` when done with it. */
  kill(): Promise<Ending>;
  removeData(): Promise<void>;
}

/** Clients for a service, made as a user would make them. They retry nothing, so that tests see every answer. */
export function clientsFor(ready: ReadyLine): { sagemaker: SageMakerClient; runtime: SageMakerRuntimeClient } {
  const configuration = {
    endpoint: ready.url,
    region: ready.region,
    credentials: { accessKeyId: ready.accessKeyId, secretAccessKey: ready.secretAccessKey },
    maxAttempts: 1,
  };
  return { sagemaker: new SageMakerClient(configuration), runtime: new SageMakerRuntimeClient(configuration) };
}

/** Starts the service and waits for its ready line; throws with what it wrote when it ends before. */
export async function startService(options: StartOptions = {}): Promise<TestService> {
  const dataDirectory = options.dataDirectory ?? (await temporaryDirectory());
  const child = spawnService({ ...options, dataDirectory });
  const stderr = collect(child.stderr);
  const stdout = collect(child.stdout);
  const ended = endingOf(child, stdout, stderr);
  const ready = await Promise.race([firstLine(child), ended.then(refuseEarlyEnd)]);
  const { sagemaker, runtime } = clientsFor(ready);
  const removeData = () => rm(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
  const end = async (signal: NodeJS.Signals) => {
    sagemaker.destroy();
    runtime.destroy();
    child.kill(signal);
    return await ended;
  };
  return {
    ready,
    pid: child.pid ?? 0,
    dataDirectory,
    process: child,
    sagemaker,
    runtime,
    log: () => stderr.text,
    stop: async () => {
      const ending = await end('SIGTERM');
      if (options.dataDirectory === undefined) await removeData();
      return ending;
    },
    kill: () => end('SIGKILL'),
    removeData,
  };
}

/** Runs the service until it ends by itself, as it does when it refuses to start. */
export async function runService(args: readonly string[], environment = {}): Promise<Ending> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...environment } });
  return await endingOf(child, collect(child.stdout), collect(child.stderr));
}

/** A new folder under the system's temporary one. */
export function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'sagemaker-local-'));
}

function spawnService(options: StartOptions & { readonly dataDirectory: string }): ChildProcess {
  const { dataDirectory, port = 0, environment = {}, moreArguments = [] } = options;
  return spawn(process.execPath, [MAIN, '--data', dataDirectory, '--port', String(port), ...moreArguments], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

interface Collected {
  text: string;
}

function collect(stream: NodeJS.ReadableStream | null): Collected {
  const collected: Collected = { text: '' };
  stream?.on('data', (chunk: Buffer) => {
    collected.text += chunk.toString();
  });
  return collected;
}

async function endingOf(child: ChildProcess, stdout: Collected, stderr: Collected): Promise<Ending> {
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout: stdout.text, stderr: stderr.text };
}

async function firstLine(child: ChildProcess): Promise<ReadyLine> {
  if (!child.stdout) throw new Error('The service has no standard output.');
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  lines.close();
  child.stdout.resume();
  return v.parse(readyLine, JSON.parse(line));
}

function refuseEarlyEnd(ending: Ending): never {
  throw new Error(`The service ended before it was ready (${ending.code ?? ending.signal}):\n${ending.stderr}`);
}

/** A data folder for each test of a suite, and services on it; whatever still runs after a test is killed. */
export function useDataDirectory(): { path(): string; start(options?: StartOptions): Promise<TestService> } {
  let path = '';
  const running = new Set<TestService>();
  beforeEach(async () => {
    path = await temporaryDirectory();
  });
  afterEach(async () => {
    await Promise.all([...running].map((service) => service.kill()));
    await rm(path, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    path: () => path,
    async start(options = {}) {
      const service = await startService({ dataDirectory: path, ...options });
      running.add(service);
      void once(service.process, 'exit').then(() => running.delete(service));
      return service;
    },
  };
}
