import { mkdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReadyLine } from '../api/local.ts';
import { CancelledError, LocalServiceError, UntrustedWorkspaceError } from '../hosting/problems.ts';
import type { LocalState } from './connection.ts';
import { afterEnd, endsInWindow } from './localRestarts.ts';
import { findRunning, type RunningElsewhere } from './runningElsewhere.ts';
import { FolderTakenError, type ServiceProcess, startServiceProcess } from './serviceProcess.ts';

/** Milliseconds in which a process that nobody reaches any more is seen to have ended. */
const END_SEEN_MS = 2_000;

/** What the local service needs from its surroundings. */
export interface LocalServiceOptions {
  /** `main.js` of the local service. */
  readonly entry: string;
  /** An absolute path. @throws {LocalServiceError} when the setting names none */
  readonly dataFolder: () => string;
  /** Whether the workspace may run code. */
  readonly isTrusted: () => boolean;
  readonly onState: (state: LocalState) => void;
  readonly onLogLine: (line: string) => void;
}

type Running =
  | { readonly kind: 'own'; readonly service: ServiceProcess }
  | { readonly kind: 'elsewhere'; readonly service: RunningElsewhere };

type Phase =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting'; readonly ready: Promise<ReadyLine>; readonly abort: AbortController }
  | { readonly kind: 'running'; readonly running: Running }
  | { readonly kind: 'failed'; readonly error: LocalServiceError };

/**
 * The local service of this window: started on first use, started again when it dies, shared with the windows that use the same
 * data folder.
 */
export class LocalService {
  private readonly options: LocalServiceOptions;
  private phase: Phase = { kind: 'stopped' };
  private ends: readonly number[] = [];
  /** Settles when the services that were stopped are gone, and with them their hold on the data folder. */
  private gone: Promise<unknown> = Promise.resolve();
  private disposed = false;

  constructor(options: LocalServiceOptions) {
    this.options = options;
  }

  get state(): LocalState {
    return stateOf(this.phase);
  }

  /** Whether another window, or a person in a terminal, runs the service. */
  get runsElsewhere(): boolean {
    return this.phase.kind === 'running' && this.phase.running.kind === 'elsewhere';
  }

  /**
   * Where the service is; starts it if it is stopped.
   * @throws {UntrustedWorkspaceError} in a workspace that is not trusted
   * @throws {LocalServiceError} when it cannot be started, and from then on until `start` is called
   */
  async ready(): Promise<ReadyLine> {
    switch (this.phase.kind) {
      case 'running':
        return this.phase.running.service.ready;
      case 'starting':
        return this.phase.ready;
      case 'failed':
        throw this.phase.error;
      case 'stopped':
        this.assertTrusted();
        return this.bringUp(0);
    }
  }

  /** Starts the service, also after it failed. @throws as `ready` does */
  async start(): Promise<void> {
    if (this.phase.kind === 'failed') {
      this.ends = [];
      this.phase = { kind: 'stopped' };
    }
    await this.ready();
  }

  /**
   * Ends the service; it is started again by the next use.
   * @throws when it is not this window's to end
   */
  async stop(): Promise<void> {
    const { phase } = this;
    const running = phase.kind === 'running' ? phase.running : undefined;
    if (running?.kind === 'elsewhere') {
      throw new Error('Another window, or a terminal, runs the service: stop it there.');
    }
    if (phase.kind === 'starting') phase.abort.abort(new CancelledError('Local was stopped while it started.'));
    this.gone = Promise.all([
      this.gone,
      running?.service.stop(),
      phase.kind === 'starting' ? phase.ready.catch(() => undefined) : undefined,
    ]);
    this.enter({ kind: 'stopped' });
    await this.gone;
  }

  /**
   * Is told that nobody answered at the service's address.
   * @returns whether a service that may answer is there now
   */
  async unreachable(): Promise<boolean> {
    const { phase } = this;
    if (phase.kind === 'running' && phase.running.kind === 'own') await this.endSeen(phase.running.service.ended);
    if (this.runsElsewhere) this.replace('The service of another window no longer answers.');
    if (this.phase === phase && phase.kind !== 'starting') return false;
    return (this.phase.kind === 'starting' || this.phase.kind === 'running') && this.started();
  }

  dispose(): void {
    this.disposed = true;
    const { phase } = this;
    if (phase.kind === 'starting') phase.abort.abort(new CancelledError('The window was closed.'));
    if (phase.kind !== 'running') return;
    if (phase.running.kind === 'own') phase.running.service.abandon();
    else phase.running.service.leave();
  }

  private assertTrusted(): void {
    if (this.options.isTrusted()) return;
    throw new UntrustedWorkspaceError('Local runs the code inside model artifacts, so it is off in this workspace.');
  }

  /** A process refuses connections a moment before it is known to have ended. */
  private async endSeen(ended: Promise<string>): Promise<void> {
    const seen = new AbortController();
    await Promise.race([ended, pause(END_SEEN_MS, undefined, { signal: seen.signal }).catch(() => undefined)]);
    seen.abort();
  }

  private started(): Promise<boolean> {
    return this.ready().then(
      () => true,
      () => false,
    );
  }

  private bringUp(afterMs: number): Promise<ReadyLine> {
    const abort = new AbortController();
    const ready = this.launchUntilItRuns(afterMs, abort.signal).then(
      (running) => this.arrived(running, abort.signal),
      (error: unknown) => this.gaveUp(error, abort.signal),
    );
    // Whoever asks gets the rejection; a restart by itself is nobody's to await.
    ready.catch(() => undefined);
    this.enter({ kind: 'starting', ready, abort });
    return ready;
  }

  private async launchUntilItRuns(afterMs: number, signal: AbortSignal): Promise<Running> {
    await this.gone;
    const dataFolder = await this.preparedFolder();
    for (let delay = afterMs; ; ) {
      await pause(delay, undefined, { signal });
      try {
        return await this.launch(dataFolder, signal);
      } catch (error) {
        if (signal.aborted || !(error instanceof LocalServiceError)) throw error;
        delay = this.delayAfterEnd(error.message);
      }
    }
  }

  private async launch(dataFolder: string, signal: AbortSignal): Promise<Running> {
    const { entry } = this.options;
    const onLogLine = (line: string) => this.log(line);
    try {
      return { kind: 'own', service: await startServiceProcess({ entry, dataFolder, onLogLine }, signal) };
    } catch (error) {
      if (!(error instanceof FolderTakenError)) throw error;
      const service = await findRunning(dataFolder, signal);
      if (service !== undefined) return { kind: 'elsewhere', service };
      throw new LocalServiceError(`Another service holds ${dataFolder}, but does not answer.`, { cause: error });
    }
  }

  private async preparedFolder(): Promise<string> {
    const folder = this.options.dataFolder();
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return folder;
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new LocalServiceError(`The data folder ${folder} cannot be made: ${why}`, { cause });
    }
  }

  private arrived(running: Running, signal: AbortSignal): ReadyLine {
    if (signal.aborted || this.disposed) {
      leave(running);
      throw new CancelledError('Local was stopped while it started.');
    }
    this.enter({ kind: 'running', running });
    void running.service.ended.then((reason) => {
      if (this.phase.kind === 'running' && this.phase.running === running) this.replace(reason);
    });
    return running.service.ready;
  }

  private gaveUp(error: unknown, signal: AbortSignal): never {
    if (signal.aborted) throw signal.reason;
    this.enter(error instanceof LocalServiceError ? { kind: 'failed', error } : { kind: 'stopped' });
    throw error;
  }

  /** The running service is gone: another takes its place. */
  private replace(reason: string): void {
    if (this.disposed) return;
    if (this.phase.kind === 'running' && this.phase.running.kind === 'elsewhere') this.phase.running.service.leave();
    this.log(reason);
    try {
      void this.bringUp(this.delayAfterEnd(reason));
    } catch (error) {
      this.enter({ kind: 'failed', error: error instanceof LocalServiceError ? error : new LocalServiceError(reason) });
    }
  }

  /** @throws {LocalServiceError} when it ended too often */
  private delayAfterEnd(reason: string): number {
    const now = Date.now();
    this.ends = [...endsInWindow(this.ends, now), now];
    const decision = afterEnd(this.ends, now);
    if (decision.kind === 'restart') return decision.afterMs;
    throw new LocalServiceError(`It ended ${decision.endsInWindow} times within a minute. ${reason}`);
  }

  private enter(phase: Phase): void {
    this.phase = phase;
    if (!this.disposed) this.options.onState(this.state);
  }

  private log(line: string): void {
    if (!this.disposed) this.options.onLogLine(line);
  }
}

function stateOf(phase: Phase): LocalState {
  switch (phase.kind) {
    case 'running':
      return { kind: 'running', url: phase.running.service.ready.url };
    case 'failed':
      return { kind: 'failed', reason: phase.error.message };
    default:
      return { kind: phase.kind };
  }
}

function leave(running: Running): void {
  if (running.kind === 'own') running.service.abandon();
  else running.service.leave();
}
