import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ArtifactStore } from '../../src/local/containers/artifacts.ts';
import type { ContainerSpec, RunningContainer } from '../../src/local/containers/container.ts';
import { ProcessContainerRuntime } from '../../src/local/containers/runtime.ts';

/** The built host program and ONNX Runtime's files; tests run from the repository's root after the build. */
export const onnxHost = {
  host: resolve(process.env.SAGEMAKER_HOSTING_ONNX_HOST ?? 'dist/local/containers/onnx/host.js'),
  runtimeDirectory: resolve(process.env.SAGEMAKER_HOSTING_ONNXRUNTIME ?? 'dist/onnxruntime'),
};

/** The file: URL of a path beneath the repository's root. */
export function urlOf(...path: string[]): string {
  return pathToFileURL(resolve(...path)).href;
}

/** What a container answered. */
export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** A runtime over a temporary folder, and the containers started with it. */
export class ContainerHarness {
  readonly directory: string;
  readonly store: ArtifactStore;
  readonly runtime: ProcessContainerRuntime;
  readonly #started: RunningContainer[] = [];

  private constructor(directory: string) {
    this.directory = directory;
    this.store = new ArtifactStore(join(directory, 'artifacts'), join(directory, 's3'));
    this.runtime = new ProcessContainerRuntime(this.store, onnxHost);
  }

  static async create(): Promise<ContainerHarness> {
    return new ContainerHarness(await mkdtemp(join(tmpdir(), 'containers-')));
  }

  /** Starts a container and waits until it answers pings with 200. */
  async startHealthy(spec: Pick<ContainerSpec, 'image'> & Partial<ContainerSpec>): Promise<RunningContainer> {
    const container = await this.start(spec);
    await pingUntilHealthy(container);
    return container;
  }

  async start(spec: Pick<ContainerSpec, 'image'> & Partial<ContainerSpec>): Promise<RunningContainer> {
    const instanceDirectory = join(this.directory, 'instances', String(this.#started.length));
    const container = await this.runtime.start({ environment: {}, ...spec }, { instanceDirectory });
    this.#started.push(container);
    return container;
  }

  /** Stops every container and removes the folder. */
  async dispose(): Promise<void> {
    await Promise.all(this.#started.map((container) => container.stop(1_000)));
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Asks until the container is healthy; fails with its output when it ends before. */
async function pingUntilHealthy(container: RunningContainer): Promise<void> {
  let exit: unknown;
  void container.exited.then((how) => {
    exit = how;
  });
  await until(async () => {
    if (exit) throw new Error(`It ended: ${JSON.stringify(exit)} ${container.recentOutput().join('\n')}`);
    return (await get(container, '/ping').catch(() => undefined))?.status === 200;
  });
}

export async function get(container: { readonly port: number }, path: string): Promise<Answer> {
  return answerOf(await fetch(`http://127.0.0.1:${container.port}${path}`));
}

export async function invoke(
  container: RunningContainer,
  body: BodyInit,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<Answer> {
  const url = `http://127.0.0.1:${container.port}/invocations`;
  return answerOf(await fetch(url, { method: 'POST', body, headers }));
}

/** Waits for a condition; the test's own time limit ends the wait. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await delay(5);
}

/** Whether a process runs; one that has ended and was only not yet reaped does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, contentType: response.headers.get('content-type'), text: await response.text() };
}
