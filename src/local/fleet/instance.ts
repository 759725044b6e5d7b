import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ContainerStartError, type RunningContainer } from '../containers/container.ts';
import { describeError } from '../log.ts';
import { type ForwardOutcome, type ForwardRequest, InstanceClient } from '../routing/instanceClient.ts';
import type { DeployedVariant } from '../state/records.ts';
import type { FleetContext } from './context.ts';
import { exitSentence, failedPingReason } from './failureReason.ts';
import { InstanceLog } from './instanceLog.ts';

/** An instance did not become healthy. The message is a FailureReason in SageMaker's words. */
export class InstanceFailure extends Error {
  override readonly name = 'InstanceFailure';
}

/** A program that runs and the way to talk to it. */
interface Running {
  readonly container: RunningContainer;
  readonly client: InstanceClient;
}

/** One instance of a variant, from its start to its end: starting → healthy → retired. It is not used again. */
export class Instance {
  readonly id = `i-${randomBytes(8).toString('hex')}`;
  readonly #context: FleetContext;
  readonly #variant: DeployedVariant;
  readonly #log: InstanceLog;
  readonly #onChange: () => void;
  readonly #leaving = new AbortController();
  #state: 'starting' | 'healthy' | 'retired' = 'starting';
  #outstanding = 0;
  #suspect = false;
  #whenIdle: (() => void) | undefined;
  #running: Running | undefined;
  #up: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  /** @param onChange called when it takes invocations again */
  constructor(context: FleetContext, endpointName: string, variant: DeployedVariant, onChange: () => void) {
    this.#context = context;
    this.#onChange = onChange;
    this.#variant = variant;
    const file = join(context.directory, 'logs', endpointName, variant.variantName, `${this.id}.log`);
    this.#log = new InstanceLog(file);
  }

  /** Whether it has become healthy and is not let go. */
  get healthy(): boolean {
    return this.#state === 'healthy';
  }

  /** Whether it takes invocations. */
  get available(): boolean {
    return this.#state === 'healthy' && !this.#suspect;
  }

  /** Invocations it has been sent and has not answered. */
  get outstanding(): number {
    return this.#outstanding;
  }

  get logFile(): string {
    return this.#log.file;
  }

  /** The program's last lines, oldest first. */
  recentOutput(): readonly string[] {
    return this.#running?.container.recentOutput() ?? [];
  }

  /**
   * Starts the program and waits until it answers pings. Once only; `stop` belongs to it, however it ends.
   * @throws InstanceFailure when it does not become healthy; the reason of being stopped when that comes first
   */
  bringUp(): Promise<void> {
    this.#up ??= this.#bringUp();
    return this.#up;
  }

  /** Resolves with a sentence when a healthy instance's program has ended or hangs. */
  async ended(): Promise<string> {
    const running = this.#running;
    if (!running) return 'It was not started.';
    const watching = new AbortController();
    const exit = running.container.exited.then(exitSentence);
    const hung = this.#hung(running.client, watching.signal);
    const why = await Promise.race([exit, hung]);
    watching.abort();
    if (this.#state === 'healthy') this.#state = 'retired';
    return why;
  }

  /** Sends an invocation; it is outstanding until the promise settles. */
  async send(request: ForwardRequest): Promise<ForwardOutcome> {
    if (!this.#running) throw new Error('An instance that was not started was sent an invocation.');
    this.#outstanding += 1;
    try {
      const outcome = await this.#running.client.send(request);
      if (outcome.kind === 'broken') void this.#checkSuspect(this.#running.client);
      return outcome;
    } finally {
      this.#outstanding -= 1;
      if (this.#outstanding === 0) this.#whenIdle?.();
    }
  }

  /** Takes no further invocations, lets those under way finish, then stops. */
  async retire(): Promise<void> {
    this.#state = 'retired';
    if (this.#outstanding > 0) await this.#idle();
    await this.stop(this.#context.timings.stopGraceMs);
  }

  /** Ends it now, whatever it does: SIGTERM, then SIGKILL after the grace. Resolves when nothing of it is left. Never rejects. */
  stop(graceMs: number): Promise<void> {
    this.#state = 'retired';
    this.#leaving.abort();
    // Stopping anew can only shorten the grace that an earlier stop gave.
    if (this.#stopped) void this.#running?.container.stop(graceMs);
    this.#stopped ??= this.#stop(graceMs);
    return this.#stopped;
  }

  get #directory(): string {
    return join(this.#context.directory, 'instances', this.id);
  }

  async #bringUp(): Promise<void> {
    const release = await this.#context.startSlots.acquire(this.#leaving.signal);
    const slowly = setTimeout(release, this.#context.timings.startSlotMs);
    const startup = new AbortController();
    const late = setTimeout(() => startup.abort(), this.#variant.startupTimeoutMs);
    try {
      await this.#start(AbortSignal.any([startup.signal, this.#leaving.signal]));
      this.#leaving.signal.throwIfAborted();
      this.#state = 'healthy';
    } finally {
      clearTimeout(slowly);
      clearTimeout(late);
      release();
    }
  }

  async #start(signal: AbortSignal): Promise<void> {
    const { container, client } = await this.#startProgram(signal);
    let problem = 'it was not asked';
    const over = new AbortController();
    const pings = this.#pingUntilHealthy(client, AbortSignal.any([signal, over.signal]), (found) => {
      problem = found;
    });
    const exit = container.exited.then((how) => {
      throw this.#failure(exitSentence(how));
    });
    try {
      await Promise.race([pings, exit]);
    } catch (error) {
      throw signal.aborted ? this.#abandoned(problem) : error;
    } finally {
      over.abort();
    }
  }

  async #startProgram(signal: AbortSignal): Promise<Running> {
    const { container: spec } = this.#variant;
    try {
      const container = await this.#context.runtime.start(spec, {
        instanceDirectory: this.#directory,
        signal,
        onOutput: (line) => this.#log.write(line),
      });
      this.#running = { container, client: new InstanceClient(container.port) };
      return this.#running;
    } catch (cause) {
      if (signal.aborted) throw this.#abandoned('its artifact was still being unpacked');
      if (!(cause instanceof ContainerStartError)) {
        this.#context.log.error('instance start failed', { instance: this.id, reason: describeError(cause) });
      }
      throw this.#failure(cause instanceof Error ? cause.message : String(cause), cause);
    }
  }

  /** Rejects with an abort once the signal is aborted. */
  async #pingUntilHealthy(
    client: InstanceClient,
    signal: AbortSignal,
    report: (problem: string) => void,
  ): Promise<void> {
    const { pingTimeoutMs, shortestPingPauseMs, longestPingPauseMs } = this.#context.timings;
    for (let pauseMs = shortestPingPauseMs; ; pauseMs = Math.min(longestPingPauseMs, pauseMs * 1.5)) {
      const problem = await client.ping(pingTimeoutMs, signal);
      if (problem === undefined) return;
      report(problem);
      await delay(pauseMs, undefined, { signal });
    }
  }

  /** An idle instance must answer pings; a busy one has the time that an invocation has. Never rejects. */
  async #hung(client: InstanceClient, signal: AbortSignal): Promise<string> {
    const { healthCheckPauseMs, failedPingsUntilReplaced, pingTimeoutMs } = this.#context.timings;
    let problem: string | undefined;
    try {
      for (let failed = 0; failed < failedPingsUntilReplaced; ) {
        await delay(healthCheckPauseMs, undefined, { signal });
        if (this.#outstanding > 0) continue;
        problem = await client.ping(pingTimeoutMs, signal);
        failed = problem === undefined ? 0 : failed + 1;
      }
    } catch {
      return 'It is no longer watched.';
    }
    return `It failed ${failedPingsUntilReplaced} health checks in a row: ${problem}.`;
  }

  /** A connection that broke may be the first sign of the program's end: one ping, before it is sent more. */
  async #checkSuspect(client: InstanceClient): Promise<void> {
    if (this.#suspect) return;
    this.#suspect = true;
    await client.ping(this.#context.timings.pingTimeoutMs, this.#leaving.signal).catch(() => undefined);
    this.#suspect = false;
    this.#onChange();
  }

  #abandoned(problem: string): Error {
    if (this.#leaving.signal.aborted) return this.#leaving.signal.reason;
    const seconds = this.#variant.startupTimeoutMs / 1000;
    return this.#failure(`It was not healthy ${seconds} s after its start: ${problem}.`);
  }

  #failure(why: string, cause?: unknown): InstanceFailure {
    return new InstanceFailure(failedPingReason(this.#variant.variantName, why, this.recentOutput()), { cause });
  }

  /** Every invocation has its own time limit, so this ends. */
  #idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenIdle = resolve;
    });
  }

  async #stop(graceMs: number): Promise<void> {
    await this.#up?.catch(() => undefined);
    try {
      await this.#running?.container.stop(graceMs);
      await this.#running?.client.close();
      await this.#log.close();
      await rm(this.#directory, { recursive: true, force: true, maxRetries: 3 });
    } catch (cause) {
      this.#context.log.warn('instance not cleared away', { instance: this.id, reason: describeError(cause) });
    }
  }
}
