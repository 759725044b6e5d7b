import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { containerContract } from '../../api/containerContract.ts';
import { type ContainerExit, ContainerStartError, type RunningContainer } from './container.ts';
import { OutputTail } from './outputTail.ts';

/** How long to wait, in milliseconds, for the rest of an ended program's output when something else holds its streams. */
const outputGraceMs = 1_000;

/** What to start, and as which container. */
interface ChildProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly port: number;
  readonly artifactKey?: string;
  readonly onOutput?: (line: string) => void;
}

/** Only POSIX systems have process groups, by which a program ends together with whatever it has started. */
const hasProcessGroups = process.platform !== 'win32';

/** A container that is a child process of the service. */
export class ChildContainer implements RunningContainer {
  readonly port: number;
  readonly artifactKey?: string;
  readonly exited: Promise<ContainerExit>;
  readonly #child: ChildProcess;
  readonly #output: OutputTail;
  #ended = false;

  private constructor(child: ChildProcess, program: ChildProgram) {
    this.#child = child;
    this.port = program.port;
    if (program.artifactKey !== undefined) this.artifactKey = program.artifactKey;
    this.#output = new OutputTail(program.onOutput);
    if (child.stdout) this.#output.read(child.stdout);
    if (child.stderr) this.#output.read(child.stderr);
    // The pipe only tells the program that we live; that it breaks first is no news.
    child.stdin?.on('error', () => undefined);
    this.exited = this.#watch();
  }

  /** @throws ContainerStartError when the operating system can't start the program */
  static async start(program: ChildProgram): Promise<ChildContainer> {
    const child = spawn(program.command, program.args, {
      cwd: program.directory,
      env: { ...program.environment },
      stdio: 'pipe',
      detached: hasProcessGroups,
      windowsHide: true,
    });
    const container = new ChildContainer(child, program);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) => {
        reject(new ContainerStartError(`${program.command} can't be started: ${cause.message}`, { cause }));
      });
    });
    return container;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  recentOutput(): readonly string[] {
    return this.#output.lines();
  }

  async stop(graceMs: number = containerContract.stopGraceMs): Promise<void> {
    if (this.#ended) return;
    this.#child.kill('SIGTERM');
    const impatience = setTimeout(() => this.#kill(), graceMs);
    await this.exited;
    clearTimeout(impatience);
  }

  #watch(): Promise<ContainerExit> {
    const child = this.#child;
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    return new Promise((resolve) => {
      child.once('error', () => child.pid === undefined && resolve({ code: null, signal: null }));
      child.once('exit', async (code, signal) => {
        this.#ended = true;
        this.#kill();
        await Promise.race([closed, delay(outputGraceMs, undefined, { ref: false })]);
        resolve({ code, signal });
      });
    });
  }

  /** Ends the program and, as the end of a container does, everything it has started. */
  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (hasProcessGroups) process.kill(-pid, 'SIGKILL');
      else if (!this.#ended) this.#child.kill('SIGKILL');
    } catch {
      // The whole group has ended already.
    }
  }
}
